import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { SignJWT } from 'jose';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import {
  type Account,
  CLIENT,
  type OpenIdProvider,
  ProviderBrowser,
  type SignInMethod,
  startOpenIdProvider,
} from '../../../../testing/src/openid-provider.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { runningClock, TEST_SEALING_KEYS, TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import { editAgency } from '../../agencies/edit-agency.ts';
import { editUser } from '../administration/administer-user.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { changeMembers } from '../provisioning/role-members.ts';
import { addRole } from '../roles/administer-roles.ts';
import { signIn } from '../sessions/portal-session.ts';
import { findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { addProvider, editProvider, type ProviderFields, removeProvider } from './administer-providers.ts';
import type { IdentityProvider } from './types.ts';

const people = (): Record<string, Account> => ({
  kim: { email: 'Kim@County.example', given_name: 'Kim', family_name: 'Porter', groups: ['staff', 'shift-leads'] },
  lee: { email: 'lee@county.example', given_name: 'Lee', family_name: 'Ward', groups: ['staff'] },
  gone: { email: 'gone@county.example', given_name: 'Go', family_name: 'Ne', groups: ['staff'] },
  hidden: { email: 'lee\u200b@county.example', groups: ['staff'] },
  nobody: { email: '\u2060@\u200bcounty.example', groups: ['staff'] },
  unnamed: { email: 'unnamed@county.example', given_name: '\u200b', groups: ['staff'] },
  visitor: { email: 'visitor@county.example', groups: ['visitors'] },
  unverified: { email: 'lee2@county.example', email_verified: false, groups: ['staff'] },
  elsewhere: { email: 'boss@elsewhere.example', groups: ['staff'] },
  agent: { email: 'agent@county.example', groups: ['staff'] },
  operator: { email: 'operator@sallyport.test', groups: ['staff'] },
});

onEachEngine('signing in by an OpenID provider', (engine) => {
  const accounts = people();
  let world: Awaited<ReturnType<typeof testWorld>>;
  let openId: OpenIdProvider;
  let provider: IdentityProvider;
  let admin: User;
  let baseUrl: string;
  before(async () => {
    world = await testWorld(engine, { secretsKey: TEST_SEALING_KEYS[0] ?? null }, runningClock());
    await world.app.listen({ port: 0, host: '127.0.0.1' });
    baseUrl = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
    admin = await newPerson(world.parts, { role: 'admin' });
    openId = await startOpenIdProvider(accounts, {
      redirectUri: `${TEST_URL}/sso/callback`,
      async logoutUri(issuer) {
        provider = await add(issuer, { domains: ['County.example'] });
        return `${baseUrl}/sso/${provider.id}/logout`;
      },
    });
  });
  after(async () => {
    await openId.stop();
    await world.stop();
  });

  const byAdmin = () => ({
    agencyId: 'sandbox-county',
    actor: { kind: 'user', id: admin.id } as const,
    origin: originFrom(),
  });
  const add = (
    issuer: string,
    changed: Omit<ProviderFields, 'title' | 'issuer' | 'clientId'> = {},
    agencyId = 'sandbox-county',
  ) =>
    addProvider(world.parts, {
      ...byAdmin(),
      agencyId,
      fields: {
        title: 'County sign-in',
        issuer,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        rules: {
          roles: [
            { value: 'shift-leads', role: 'supervisor' },
            { value: 'staff', role: 'agent' },
          ],
        },
        ...changed,
      },
    });
  const edit = (fields: ProviderFields) => editProvider(world.parts, { ...byAdmin(), id: provider.id, fields });
  const cookieOf = ({ cookies }: { cookies: { name: string; value: string }[] }, part: string) => {
    const found = cookies.find(({ name, value }) => name.includes(part) && value !== '');
    return found === undefined ? '' : `${found.name}=${found.value}`;
  };

  /** As far as the provider's answer: where it leads, and the cookie of the browser that began. */
  async function answerFor(
    subject: string,
    { browser = new ProviderBrowser(), query = '', how = {} as SignInMethod } = {},
  ) {
    openId.signsInAs(subject, how);
    const began = await world.app.inject({ method: 'GET', url: `/sso/${provider.id}${query}` });
    assert.equal(began.statusCode, 303, began.body.slice(-300));
    const answeredAt = await browser.follow(String(began.headers.location), `${TEST_URL}/sso/callback`);
    return { url: answeredAt.slice(TEST_URL.length), cookie: cookieOf(began, 'external_sign_in'), browser };
  }
  const finish = ({ url, cookie }: { url: string; cookie: string }) =>
    world.app.inject({ method: 'GET', url, headers: { cookie } });

  async function enter(subject: string, query = '', how: SignInMethod = {}) {
    const answer = await answerFor(subject, { query, how });
    const finished = await finish(answer);
    assert.equal(finished.statusCode, 303, finished.body);
    return { session: cookieOf(finished, 'session'), location: finished.headers.location, browser: answer.browser };
  }
  const who = (cookie: string) => world.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } });
  const refusalOf = async (subject: string) => {
    const finished = await finish(await answerFor(subject));
    assert.equal(finished.statusCode, 401, finished.body);
    assert.equal(cookieOf(finished, 'session'), '');
  };

  test('makes the person at the first sign-in, in the role of their first group, and opens the page they came for', async () => {
    const { session, location } = await enter('kim', '?return_to=/portal/admin/users');
    assert.equal(location, '/portal/admin/users');
    const { user } = (await who(session)).json();
    assert.equal(user.email, 'kim@county.example');
    assert.deepEqual([user.first_name, user.last_name, user.role], ['Kim', 'Porter', 'supervisor']);
    const again = (await who((await enter('kim')).session)).json();
    assert.equal(again.user.id, user.id);
    assert.equal((await who((await enter('unnamed')).session)).json().user.first_name, 'unnamed');
  });

  test('follows the groups: another role ends what was open, and no role any more disables', async () => {
    const first = await enter('gone');
    accounts['gone'] = { ...(accounts['gone'] as Account), groups: ['shift-leads'] };
    const second = await enter('gone');
    assert.equal((await who(first.session)).json().reason, 'role_changed');
    assert.equal((await who(second.session)).json().user.role, 'supervisor');
    accounts['gone'] = { ...(accounts['gone'] as Account), groups: [] };
    await refusalOf('gone');
    assert.equal((await who(second.session)).json().reason, 'account_disabled');
    const person = await findUserByEmail(world.parts.database.read, 'gone@county.example');
    assert.notEqual(person?.disabledAt, null);
    accounts['gone'] = { ...(accounts['gone'] as Account), groups: ['staff'] };
    await refusalOf('gone');
    await editUser(world.parts, { ...byAdmin(), userId: person?.id ?? '', edit: { isDisabled: false } });
    await enter('gone');
  });

  test('links the person of the agency who has the address, and nobody of another agency or of none', async () => {
    const own = await newPerson(world.parts, { email: 'agent@county.example', role: 'trainee' });
    const { user } = (await who((await enter('agent')).session)).json();
    assert.deepEqual([user.id, user.role], [own.id, 'agent']);
    await edit({ domains: [] });
    await newPerson(world.parts, { email: 'boss@elsewhere.example', agencyId: 'harbor-city', role: 'admin' });
    await refusalOf('elsewhere');
    await refusalOf('operator');
    await edit({ domains: ['county.example'] });
  });

  test('lets nobody in without a role, a verified address, or an address of its domains', async () => {
    for (const subject of ['visitor', 'unverified', 'elsewhere', 'hidden', 'nobody']) await refusalOf(subject);
    for (const email of [
      'visitor@county.example',
      'lee2@county.example',
      accounts['hidden']?.email ?? '',
      '@county.example',
    ]) {
      assert.equal(await findUserByEmail(world.parts.database.read, email), undefined);
    }
    await edit({ rules: { defaultRole: 'trainee' } });
    assert.equal((await who((await enter('visitor')).session)).json().user.role, 'trainee');
    await edit({ rules: { defaultRole: null } });
  });

  test('leaves whom the directory provisions the role of their group, unless a value of theirs gives another one', async () => {
    accounts['pat'] = { email: 'pat@county.example', groups: [] };
    const own = await newPerson(world.parts, { email: 'pat@county.example' });
    await refusalOf('pat');
    const by = { ...byAdmin(), role: 'auditor' };
    await changeMembers(world.parts, { ...by, changesOf: () => [{ op: 'add', people: [own.id] }] });
    const roleAt = async () => {
      const { user } = (await who((await enter('pat')).session)).json();
      assert.equal(user.id, own.id);
      return user.role;
    };
    assert.equal(await roleAt(), 'auditor');
    assert.equal(await roleAt(), 'auditor');
    accounts['pat'] = { ...(accounts['pat'] as Account), groups: ['staff'] };
    assert.equal(await roleAt(), 'agent');
  });

  test('takes an answer once, from the browser that began, within ten minutes', async () => {
    const answer = await answerFor('lee');
    assert.equal((await finish({ ...answer, cookie: '' })).statusCode, 400);
    const other = await answerFor('lee');
    assert.equal((await finish({ url: answer.url, cookie: other.cookie })).statusCode, 400);
    assert.equal((await finish({ ...answer, url: `${answer.url}x` })).statusCode >= 400, true);
    const spent = await answerFor('lee');
    assert.equal((await finish(spent)).statusCode, 303);
    assert.equal((await finish(spent)).statusCode, 400);
    const late = await answerFor('lee');
    world.clock.advance(10 * 60_000 + 1);
    assert.equal((await finish(late)).statusCode, 400);
    world.clock.step(-10 * 60_000 - 1);
  });

  test('refuses an answer with a code of another sign-in, or of the provider with an error', async () => {
    const [one, two] = [await answerFor('lee'), await answerFor('kim')];
    const codeOf = (url: string) => new URL(url, TEST_URL).searchParams.get('code') ?? '';
    const swapped = one.url.replace(codeOf(one.url), codeOf(two.url));
    assert.equal((await finish({ ...one, url: swapped })).statusCode, 401);
    const denied = await answerFor('lee');
    const state = new URL(denied.url, TEST_URL).searchParams.get('state');
    const url = `/sso/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(openId.issuer)}`;
    const answer = await finish({ ...denied, url });
    assert.equal(answer.statusCode, 401);
    assert.match(answer.body, /did not confirm the sign-in/);
  });

  test('refuses a `sub` that is longer than a name may be, or could become another one, and says so (OpenID Core 2)', async () => {
    for (const subject of ['x'.repeat(256), 'nul\0']) {
      accounts[subject] = { email: `long${subject.length}@county.example`, groups: ['staff'] };
      const refused = await finish(await answerFor(subject));
      assert.equal(refused.statusCode, 401, refused.body);
      assert.match(refused.body, /must be text of 1 to 255 characters/);
      const { email } = accounts[subject];
      assert.equal(await findUserByEmail(world.parts.database.read, email), undefined);
    }
    const longest = 'x'.repeat(255);
    accounts[longest] = { email: 'longest@county.example', groups: ['staff'] };
    assert.equal((await who((await enter(longest)).session)).json().user.email, 'longest@county.example');
  });

  test('asks the provider for the person anew where a session is to be confirmed, which takes the place of that session', async () => {
    const { session, browser } = await enter('lee');
    const showable = await world.app.inject({
      method: 'GET',
      url: '/api/session/factor',
      headers: { cookie: session },
    });
    assert.deepEqual(showable.json().identity_provider, { title: 'County sign-in', url: `/sso/${provider.id}` });
    const began = await world.app.inject({ method: 'GET', url: `/sso/${provider.id}?again=true` });
    const asked = new URL(String(began.headers.location)).searchParams;
    assert.deepEqual([asked.get('prompt'), asked.get('max_age')], ['login', '0']);
    const other = await answerFor('kim');
    await finish({ ...other, cookie: `${other.cookie}; ${session}` });
    assert.equal((await who(session)).statusCode, 200, "somebody else's sign-in ends no session");
    const anew = await answerFor('lee', { browser, query: '?again=true&return_to=/portal/confirmed' });
    const finished = await finish({ ...anew, cookie: `${anew.cookie}; ${session}` });
    assert.equal(finished.headers.location, '/portal/confirmed');
    assert.equal((await who(session)).json().reason, 'confirmed_anew');
    assert.equal((await who(cookieOf(finished, 'session'))).json().user.first_name, 'Lee');
    const refused = await world.app.inject({ method: 'GET', url: `/sso/${provider.id}?again=yes` });
    assert.equal(refused.statusCode, 400);
  });

  test('asks for a second factor where the policy does, and takes one that the ID token states; else asks for its own', async () => {
    const choose = (secondFactor: 'none' | 'everyone') =>
      setPolicy(world.parts, { ...byAdmin(), edit: { values: { secondFactor } } });
    const acrAsked = async () => {
      const began = await world.app.inject({ method: 'GET', url: `/sso/${provider.id}` });
      return new URL(String(began.headers.location)).searchParams.get('acr_values');
    };
    const stepOf = async (how: SignInMethod) => (await who((await enter('lee', '', how)).session)).json().sign_in_step;
    await edit({ factors: { acrValues: ['gold', 'platinum'], amrValues: ['mfa'] } });
    assert.equal(await acrAsked(), null);
    assert.equal(await stepOf({}), 'complete');
    await choose('everyone');
    assert.equal(await acrAsked(), 'gold platinum');
    assert.equal(await stepOf({ acr: 'gold' }), 'complete');
    assert.equal(await stepOf({ amr: ['pwd', 'mfa'] }), 'complete');
    for (const how of [{}, { acr: 'bronze' }, { amr: ['pwd'] }, { acr: 'mfa', amr: ['gold'] }]) {
      assert.equal(await stepOf(how), 'enrol_factor', JSON.stringify(how));
    }
    await edit({ factors: { acrValues: [], amrValues: [] } });
    assert.equal(await acrAsked(), null);
    assert.equal(await stepOf({ acr: 'gold', amr: ['mfa'] }), 'enrol_factor');
    await choose('none');
  });

  test("waits for the banner's acknowledgement, which a confirmation in place does not ask for again", async () => {
    const choose = (bannerText: string | null) =>
      setPolicy(world.parts, {
        ...byAdmin(),
        edit: { values: { bannerText, bannerMustBeAcknowledged: bannerText !== null } },
      });
    await choose('Authorized use only.');
    const { session, browser } = await enter('lee');
    assert.equal((await who(session)).json().sign_in_step, 'acknowledge_banner');
    const acknowledged = await world.app.inject({
      method: 'POST',
      url: '/api/session/banner',
      headers: { cookie: session },
      payload: { banner_text: 'Authorized use only.' },
    });
    assert.equal(acknowledged.json().sign_in_step, 'complete');
    const anew = await answerFor('lee', { browser, query: '?again=true' });
    const finished = await finish({ ...anew, cookie: `${anew.cookie}; ${session}` });
    assert.equal((await who(cookieOf(finished, 'session'))).json().sign_in_step, 'complete');
    assert.equal((await who((await enter('lee')).session)).json().sign_in_step, 'acknowledge_banner');
    await choose(null);
  });

  test('returns to pages of the portal alone', async () => {
    for (const away of [
      'https://elsewhere.example',
      '//elsewhere.example',
      '/portal@elsewhere',
      '/api/users',
      '/portal/\\x',
    ]) {
      const { location } = await enter('lee', `?return_to=${encodeURIComponent(away)}`);
      assert.equal(location?.startsWith('/portal'), true, away);
      assert.equal(['/portal', '/portal/\\x'].includes(String(location)), true, away);
    }
  });

  test('ends password sign-in of its people where it is set so, never of others or of an operator', async () => {
    const person = await newPerson(world.parts, { email: 'lee@county.example.test' });
    const byPassword = (email: string) => signIn(world.parts, { email, password: PASSWORD, origin: originFrom() });
    await byPassword(person.email);
    const agent = await findUserByEmail(world.parts.database.read, 'agent@county.example');
    await byPassword(agent?.email ?? '');
    await edit({ endsPasswords: true });
    await refusedWith('invalid_credentials', byPassword(agent?.email ?? ''));
    await byPassword(person.email);
    const breakGlass = await newPerson(world.parts, { role: 'operator', agencyId: null });
    await byPassword(breakGlass.email);
    await edit({ isDisabled: true });
    await byPassword(agent?.email ?? '');
    await edit({ isDisabled: false, endsPasswords: false });
  });

  test('is offered to whoever has an address of its domains, whether or not they are known', async () => {
    const offered = async (query: string) =>
      (await world.app.inject({ method: 'GET', url: `/api/sign-in-options?${query}` })).json().identity_providers;
    const own = [{ title: 'County sign-in', url: `/sso/${provider.id}`, ends_passwords: false }];
    assert.deepEqual(await offered('email=nobody@COUNTY.example'), own);
    assert.deepEqual(await offered('email=nobody@elsewhere.example'), []);
    assert.deepEqual(await offered('agency_id=sandbox-county'), own);
    assert.deepEqual(await offered('agency_id=harbor-city'), []);
    assert.deepEqual(await offered(''), []);
    const disable = (isDisabled: boolean) =>
      editAgency(world.parts, {
        agencyId: 'sandbox-county',
        edit: { isDisabled },
        timeZoneName: 'time_zone',
        actor: byAdmin().actor,
      });
    await disable(true);
    assert.deepEqual(await offered('email=nobody@county.example'), [], "a disabled agency's is offered to nobody");
    assert.deepEqual(await offered('agency_id=sandbox-county'), []);
    await disable(false);
    assert.deepEqual(await offered('agency_id=sandbox-county'), own);
  });

  test('ends the sessions of one session at the provider when its back channel says so', async () => {
    const [one, other] = [await enter('lee'), await enter('lee')];
    const page = await one.browser.send(`${openId.issuer}/session/end`);
    const form = await page.text();
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(form)?.[1] ?? '';
    const body = new URLSearchParams({ xsrf, logout: 'yes' });
    await one.browser.send(`${openId.issuer}/session/end/confirm`, { method: 'POST', body });
    assert.equal((await who(one.session)).json().reason, 'provider_signed_out');
    assert.equal((await who(other.session)).statusCode, 200);
  });

  /** A logout token of the provider for us, as changed. */
  const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
  const now = () => Math.floor(world.clock.now() / 1000);
  const logoutToken = (changed: object = {}, key = openId.privateKey) =>
    new SignJWT({
      iss: openId.issuer,
      aud: CLIENT.id,
      sub: 'lee',
      iat: now(),
      exp: now() + 120,
      jti: 'j',
      events,
      ...changed,
    })
      .setProtectedHeader({ alg: 'ES256', kid: 'test', typ: 'logout+jwt' })
      .sign(key);
  const sendLogout = async (logout_token: string) => {
    const url = `/sso/${provider.id}/logout`;
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams({ logout_token }).toString();
    return (await world.app.inject({ method: 'POST', url, headers, payload })).statusCode;
  };

  test('ends everything of a person whom a logout token names alone, and takes no other token for one', async () => {
    const { session } = await enter('lee');
    const { generateKeyPairSync } = await import('node:crypto');
    const strange = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    for (const bad of [
      await logoutToken({}, strange),
      await logoutToken({ iss: 'https://other.example' }),
      await logoutToken({ aud: 'other' }),
      await logoutToken({ nonce: 'n' }),
      await logoutToken({ events: {} }),
      await logoutToken({ events: undefined }),
      await logoutToken({ sub: undefined }),
      await logoutToken({ iat: now() - 600, exp: now() + 600 }),
      await logoutToken({ exp: now() - 120 }),
      'nonsense',
    ]) {
      assert.equal(await sendLogout(bad), 400);
    }
    assert.equal((await who(session)).statusCode, 200);
    assert.equal(await sendLogout(await logoutToken({ sub: 'nobody' })), 200);
    assert.equal(await sendLogout(await logoutToken()), 200);
    assert.equal((await who(session)).statusCode, 401);
  });

  test('gives no role that its administrator could not give, none of another agency, and no domain of others', async () => {
    const clerk = await addRole(world.parts, { ...byAdmin(), title: 'Clerk', rights: ['single_sign_on:manage'] });
    const person = await newPerson(world.parts, { role: clerk.id });
    const asClerk = { ...byAdmin(), actor: { kind: 'user', id: person.id } as const };
    const fields = { title: 'Mine', issuer: openId.issuer, clientId: 'x', rules: { defaultRole: 'admin' } };
    await refusedWith('forbidden', addProvider(world.parts, { ...asClerk, fields }));
    await refusedWith('invalid_request', add(openId.issuer, { rules: { defaultRole: 'operator' } }));
    await refusedWith('invalid_request', add(openId.issuer, { rules: { defaultRole: clerk.id } }, 'harbor-city'));
    await refusedWith('conflict', add(openId.issuer, { domains: ['county.example'] }));
    await refusedWith('conflict', add(openId.issuer, { domains: ['elsewhere.example'] }));
    for (const issuer of [
      'http://login.county.example',
      'ftp://x',
      'https://x.example/?a=b',
      'https://a:b@x.example',
    ]) {
      await refusedWith('invalid_request', add(issuer));
    }
    const theirs = { ...byAdmin(), agencyId: 'harbor-city', id: provider.id };
    await refusedWith('not_found', editProvider(world.parts, { ...theirs, fields: { title: 'x' } }));
    await refusedWith('not_found', removeProvider(world.parts, theirs));
  });

  test('keeps its client secret sealed, and names a provider that does not answer', async () => {
    const stored = await world.parts.database.read.selectFrom('identity_providers').selectAll().execute();
    assert.ok(!JSON.stringify(stored).includes(CLIENT.secret));
    const broken = await add('http://127.0.0.1:9');
    const answer = await world.app.inject({ method: 'GET', url: `/sso/${broken.id}` });
    assert.equal(answer.statusCode, 503);
    assert.match(answer.body, /identity provider does not answer/);
    const ask = () => world.app.inject({ method: 'GET', url: `/sso/${broken.id}` });
    const together = await Promise.all([ask(), ask(), ask()]);
    assert.deepEqual(
      together.map(({ statusCode }) => statusCode),
      [503, 503, 503],
      'also whoever waits for an answer that another one asked for',
    );
    assert.equal((await world.app.inject({ method: 'GET', url: '/sso/unknown' })).statusCode, 404);
  });

  test('ends sessions also where the provider answers nothing more, and is over for its people when it is removed', async () => {
    const { session: ended } = await enter('lee');
    const { session } = await enter('kim');
    await openId.stop();
    world.clock.advance(11 * 60_000);
    // A stranger asks for what cannot be read any more, and what was read stays.
    const stranger = await world.app.inject({ method: 'GET', url: `/sso/${provider.id}` });
    assert.equal(stranger.statusCode, 503);
    assert.equal(await sendLogout(await logoutToken()), 200);
    assert.equal((await who(ended)).statusCode, 401);
    assert.equal((await who(session)).statusCode, 200);
    await removeProvider(world.parts, { ...byAdmin(), id: provider.id });
    assert.equal((await who(session)).json().reason, 'provider_changed');
    assert.equal((await world.app.inject({ method: 'GET', url: `/sso/${provider.id}` })).statusCode, 404);
  });
});
