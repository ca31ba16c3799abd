import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { newSignInClient, signInToClient } from '../../../../testing/src/application-sign-ins.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import {
  ENTITY_ID,
  newSamlKeys,
  readRequest,
  type SamlChanges,
  type SamlPerson,
  SamlProvider,
  SIGN_IN_URL,
} from '../../../../testing/src/saml-provider.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import { editAgency } from '../../agencies/edit-agency.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { deleteOldAssertions } from '../external-sign-ins/store.ts';
import { findUserByEmail } from '../users/store.ts';
import { addProvider, editProvider, type ProviderFields } from './administer-providers.ts';
import type { IdentityProvider } from './types.ts';

const MFA = 'https://refeds.org/profile/mfa';
const KIM: SamlPerson = {
  nameId: 'kim-7',
  attributes: {
    mail: 'Kim@County.example',
    givenName: 'Kim',
    sn: 'Porter & Ward',
    memberOf: ['shift-leads', 'staff'],
  },
};
const LEE: SamlPerson = { nameId: 'lee-9', attributes: { mail: 'lee@county.example', memberOf: 'staff' } };
const strangeKeys = newSamlKeys();

onEachEngine('signing in by a SAML provider', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let saml: SamlProvider;
  let provider: IdentityProvider;
  let byAdmin: { agencyId: string; actor: { kind: 'user'; id: string }; origin: ReturnType<typeof originFrom> };
  before(async () => {
    world = await testWorld(engine);
    saml = new SamlProvider(() => world.clock.now());
    const admin = await newPerson(world.parts, { role: 'admin' });
    byAdmin = { agencyId: 'sandbox-county', actor: { kind: 'user', id: admin.id }, origin: originFrom() };
    provider = await add({ domains: ['county.example'] });
  });
  after(() => world.stop());

  const settings = () => ({
    signInUrl: SIGN_IN_URL,
    certificates: [saml.keys.certificate],
    emailAttribute: 'mail',
    factorContexts: [MFA],
  });
  const add = (changed: Omit<ProviderFields, 'title' | 'issuer'> & { issuer?: string } = {}) =>
    addProvider(world.parts, {
      ...byAdmin,
      fields: {
        title: 'County SAML',
        issuer: ENTITY_ID,
        saml: settings(),
        rules: {
          roleClaim: 'memberOf',
          roles: [
            { value: 'shift-leads', role: 'supervisor' },
            { value: 'staff', role: 'agent' },
          ],
        },
        ...changed,
      },
    });
  const cookieOf = ({ cookies }: { cookies: { name: string; value: string }[] }, part: string) => {
    const found = cookies.find(({ name, value }) => name.includes(part) && value !== '');
    return found === undefined ? '' : `${found.name}=${found.value}`;
  };
  async function begin(query = '', { id } = provider) {
    const began = await world.app.inject({ method: 'GET', url: `/sso/${id}${query}` });
    assert.equal(began.statusCode, 303, began.body.slice(-300));
    return { request: readRequest(String(began.headers.location)), cookie: cookieOf(began, 'external_sign_in') };
  }
  const post = (SAMLResponse: string, RelayState: string, { id } = provider) =>
    world.app.inject({
      method: 'POST',
      url: `/sso/${id}/saml`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://login.county.example' },
      payload: new URLSearchParams({ SAMLResponse, RelayState }).toString(),
    });
  const comeBack = (location: unknown, cookie: string) =>
    world.app.inject({ method: 'GET', url: String(location).slice(TEST_URL.length), headers: { cookie } });

  async function enter(person: SamlPerson, query = '', changes: SamlChanges = {}) {
    const { request, cookie } = await begin(query);
    const posted = await post(await saml.answer(request, person, changes), request.relayState);
    assert.equal(posted.statusCode, 303, posted.body.slice(-300));
    const finished = await comeBack(posted.headers.location, cookie);
    assert.equal(finished.statusCode, 303, finished.body);
    return { session: cookieOf(finished, 'session'), location: finished.headers.location };
  }
  const who = (cookie: string) => world.app.inject({ method: 'GET', url: '/api/session', headers: { cookie } });

  /** The answer is refused, and neither a person nor an assertion is written. */
  async function refusedAnswer(
    why: string,
    {
      person = KIM,
      changes = {},
      damage = (xml) => xml,
      status = 401,
    }: {
      person?: SamlPerson;
      changes?: SamlChanges;
      damage?: (xml: string) => string;
      status?: number;
    },
  ) {
    const { request, cookie } = await begin();
    const signed = Buffer.from(await saml.answer(request, person, changes), 'base64').toString('utf8');
    const damaged = damage(signed);
    const before = await assertions();
    const posted = await post(Buffer.from(damaged).toString('base64'), request.relayState);
    assert.equal(posted.statusCode, status, `${why}: ${posted.body.slice(-200)}`);
    assert.equal(await assertions(), before, why);
    const finished = await comeBack(`${TEST_URL}/sso/callback?state=${request.relayState}`, cookie);
    assert.equal(finished.statusCode, 400, why);
    assert.equal(cookieOf(finished, 'session'), '', why);
  }
  const assertions = async () =>
    (await world.parts.database.read.selectFrom('saml_assertions').selectAll().execute()).length;

  test('makes the person at the first sign-in, in the role of their first group, and opens the page they came for', async () => {
    const { session, location } = await enter(KIM, '?return_to=/portal/admin/users');
    assert.equal(location, '/portal/admin/users');
    const { user } = (await who(session)).json();
    assert.equal(user.email, 'kim@county.example');
    assert.deepEqual([user.first_name, user.last_name, user.role], ['Kim', 'Porter & Ward', 'supervisor']);
    assert.equal((await who((await enter(KIM)).session)).json().user.id, user.id);
  });

  test('takes the address of a NameID that is one, and refuses who has none, no role or another domain', async () => {
    const nameIdFormat = 'urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress';
    const person = { nameId: 'ana@county.example', attributes: { memberOf: ['staff'] } };
    const { session } = await enter(person, '', { nameIdFormat });
    assert.equal((await who(session)).json().user.email, 'ana@county.example');
    for (const [changes, attributes] of [
      [{}, { memberOf: 'staff' }],
      [{}, { mail: 'x1@county.example', memberOf: 'visitors' }],
      [{}, { mail: 'x1@elsewhere.example', memberOf: 'staff' }],
      [{}, { mail: 'x\u200b1@county.example', memberOf: 'staff' }],
    ] as const) {
      const { request, cookie } = await begin();
      const posted = await post(await saml.answer(request, { nameId: 'x1', attributes }, changes), request.relayState);
      const finished = await comeBack(posted.headers.location, cookie);
      assert.equal(finished.statusCode, 401, JSON.stringify(attributes));
      assert.equal(cookieOf(finished, 'session'), '');
    }
    assert.equal(await findUserByEmail(world.parts.database.read, 'x1@county.example'), undefined);
  });

  test('refuses what is not signed by its key, or was changed after it was signed', async () => {
    const unsigned = (xml: string) => xml.replace(/<ds:Signature.*<\/ds:Signature>/s, '');
    await refusedAnswer('unsigned', { damage: unsigned });
    await refusedAnswer('another key', { changes: { signedBy: strangeKeys } });
    await refusedAnswer('changed', { damage: (xml) => xml.replace('kim-7', 'lee-9') });
    await refusedAnswer('no XML', { damage: () => 'nonsense' });
    await refusedAnswer('no assertion', { damage: (xml) => xml.replace(/<saml:Assertion.*<\/saml:Assertion>/s, '') });
  });

  test('refuses signed assertions that stand elsewhere in the document than the one that is read', async () => {
    const parts = (xml: string) => {
      const signed = /<saml:Assertion.*<\/saml:Assertion>/s.exec(xml)?.[0] ?? '';
      const forged = signed
        .replace(/<ds:Signature.*<\/ds:Signature>/s, '')
        .replace(/ ID="[^"]*"/, ' ID="_forged"')
        .replace('kim-7', 'lee-9');
      return { signed, forged };
    };
    const wrapped = (build: (of: { signed: string; forged: string }) => string) => (xml: string) =>
      xml.replace(/<saml:Assertion.*<\/saml:Assertion>/s, build(parts(xml)));
    const inside = '</saml:Assertion>';
    for (const [why, damage] of [
      ['forged before', wrapped(({ signed, forged }) => forged + signed)],
      ['forged after', wrapped(({ signed, forged }) => signed + forged)],
      ['signed inside the forged', wrapped(({ signed, forged }) => forged.replace(inside, `${signed}${inside}`))],
      [
        'signed in extensions',
        wrapped(({ signed, forged }) => `<samlp:Extensions>${signed}</samlp:Extensions>${forged}`),
      ],
      [
        'signed in an object of a signature',
        wrapped(({ signed, forged }) => {
          const signature = /<ds:Signature.*<\/ds:Signature>/s.exec(signed)?.[0] ?? '';
          const bare = signed.replace(signature, '');
          const holding = signature.replace('</ds:Signature>', `<ds:Object>${bare}</ds:Object></ds:Signature>`);
          return forged.replace('<saml:Subject>', `${holding}<saml:Subject>`);
        }),
      ],
      [
        'the signature of the other one',
        (xml: string) => {
          const { signed, forged } = parts(xml);
          const signature = /<ds:Signature.*<\/ds:Signature>/s.exec(signed)?.[0] ?? '';
          return xml.replace(signed, forged.replace('<saml:Subject>', `${signature}<saml:Subject>`));
        },
      ],
    ] as const) {
      await refusedAnswer(why, { damage });
    }
  });

  test('refuses SHA-1, document types, entities, comments, instructions and encryption', async () => {
    await refusedAnswer('SHA-1', { changes: { algorithm: 'http://www.w3.org/2000/09/xmldsig#rsa-sha1' } });
    const first = (text: string) => (xml: string) => text + xml;
    await refusedAnswer('document type', { damage: first('<!DOCTYPE Response [<!ENTITY a "b">]>') });
    await refusedAnswer('outside entity', { damage: first('<!DOCTYPE r SYSTEM "http://127.0.0.1:9/x">') });
    await refusedAnswer('comment', { damage: (xml) => xml.replace('kim-7', 'kim<!---->-7') });
    await refusedAnswer('CDATA', { damage: (xml) => xml.replace('kim-7', '<![CDATA[kim-7]]>') });
    await refusedAnswer('instruction', { damage: (xml) => xml.replace('kim-7', 'kim-7<?x?>') });
    const tags = (count: number) => (xml: string) => xml.replace(/(<\/[^<]+>)$/, `${'<a/>'.repeat(count)}$1`);
    await refusedAnswer('more tags than a parser reads at once', { damage: tags(2_000) });
    await refusedAnswer('a long name', { person: { ...KIM, nameId: 'k'.repeat(257) } });
    await refusedAnswer('encrypted', { damage: (xml) => xml.replaceAll('saml:Assertion', 'saml:EncryptedAssertion') });
  });

  test('refuses an assertion for somebody else, to another request, of another issuer, or out of its time', async () => {
    const other = await begin();
    const minute = 60_000;
    const cases: Readonly<Record<string, SamlChanges>> = {
      audience: { audience: 'https://other.example' },
      recipient: { recipient: `${TEST_URL}/sso/other/saml` },
      'another request': { inResponseTo: other.request.id },
      'no request': { inResponseTo: '' },
      issuer: { issuer: 'https://other.example' },
      expired: { notBeforeMs: -10 * minute, notOnOrAfterMs: -minute },
      'confirmation expired': { confirmedUntilMs: -minute },
      early: { notBeforeMs: minute + 1_000 },
      'holder of key': { method: 'urn:oasis:names:tc:SAML:2.0:cm:holder-of-key' },
      transient: { nameIdFormat: 'urn:oasis:names:tc:SAML:2.0:nameid-format:transient' },
    };
    for (const [why, changes] of Object.entries(cases)) await refusedAnswer(why, { changes });
    await refusedAnswer('no name', { person: { ...KIM, nameId: ' ' } });
  });

  test('allows clocks a minute', async () => {
    await enter(KIM, '', { notBeforeMs: 59_000 });
    await enter(KIM, '', { notBeforeMs: -300_000, notOnOrAfterMs: -59_000, confirmedUntilMs: -59_000 });
  });

  test('takes an answer once, an assertion once, and of several at the same time one', async () => {
    const { request, cookie } = await begin();
    const answer = await saml.answer(request, KIM, { assertionId: '_once' });
    const posts = await Promise.all([1, 2, 3].map(() => post(answer, request.relayState)));
    assert.deepEqual(posts.map(({ statusCode }) => statusCode === 303).filter(Boolean).length, 1);
    assert.equal((await post(answer, request.relayState)).statusCode, 400);
    const { location } = posts.find(({ statusCode }) => statusCode === 303)?.headers ?? {};
    assert.equal((await comeBack(location, cookie)).statusCode, 303);
    assert.equal((await comeBack(location, cookie)).statusCode, 400);
    assert.equal((await post(answer, request.relayState)).statusCode, 400);
    await refusedAnswer('the same assertion id', { changes: { assertionId: '_once' } });
    const sweep = (before: number) =>
      world.parts.database.write(({ query }) => deleteOldAssertions(query, before, 500));
    assert.equal(await sweep(world.clock.now() - 60_000), 0);
    const kept = await assertions();
    assert.equal(kept > 0, true);
    assert.equal(await sweep(world.clock.now() + 3_600_000), kept);
    assert.equal(await assertions(), 0);
  });

  test('asks the provider for the person anew where a session is to be confirmed', async () => {
    assert.equal((await begin('?again=true')).request.forcesSignIn, true);
    assert.equal((await begin()).request.forcesSignIn, false);
  });

  test('gives the session to the browser that began alone, within ten minutes', async () => {
    const [mine, theirs] = [await begin(), await begin()];
    const posted = await post(await saml.answer(mine.request, KIM), mine.request.relayState);
    assert.equal((await comeBack(posted.headers.location, '')).statusCode, 400);
    assert.equal((await comeBack(posted.headers.location, theirs.cookie)).statusCode, 400);
    assert.equal((await comeBack(posted.headers.location, mine.cookie)).statusCode, 303);
    const late = await begin();
    world.clock.advance(600_001);
    assert.equal((await post(await saml.answer(late.request, KIM), late.request.relayState)).statusCode, 400);
  });

  test('refuses what the provider starts by itself, a form without its parts, and one that is too large', async () => {
    const { request } = await begin();
    const answer = await saml.answer({ ...request, id: '' }, KIM);
    assert.match((await post(answer, '')).body, /begins at Sallyport/);
    assert.equal((await post(answer, 'of-nobody')).statusCode, 400);
    assert.equal((await post('', request.relayState)).statusCode, 400);
    assert.equal((await post('x'.repeat(131_073), request.relayState)).statusCode, 400);
    assert.equal((await post('x'.repeat(200_000), request.relayState)).statusCode, 413);
    assert.equal((await post(answer, request.relayState, { ...provider, id: 'unknown' })).statusCode, 404);
  });

  test('states the factor of its assertion to applications as acr and amr', async () => {
    const client = await newSignInClient(world);
    const claimsAfter = async (person: SamlPerson) => {
      const { session } = await enter(person);
      const given = { client, session: session.slice(session.indexOf('=') + 1) };
      return decodeJwt((await signInToClient(world, given)).id_token);
    };
    const proven = await claimsAfter({ ...LEE, authnContext: MFA });
    assert.deepEqual([proven['acr'], proven['amr']], ['http://idmanagement.gov/ns/assurance/aal/2', ['mfa']]);
    const plain = await claimsAfter(LEE);
    assert.deepEqual([plain['acr'], plain['amr']], ['http://idmanagement.gov/ns/assurance/aal/1', undefined]);
  });

  test('asks for no factor of its own where the provider states one that counts, and for one where it does not', async () => {
    await setPolicy(world.parts, { ...byAdmin, edit: { values: { secondFactor: 'everyone' } } });
    const stepOf = async (authnContext?: string) => {
      const { session } = await enter(authnContext === undefined ? LEE : { ...LEE, authnContext });
      return (await who(session)).json().sign_in_step;
    };
    assert.equal(await stepOf(), 'enrol_factor');
    assert.equal(await stepOf(MFA), 'complete');
    assert.equal(await stepOf('https://other.example/mfa'), 'enrol_factor');
  });

  test('states what it is in its metadata, and takes another certificate beside the old one', async () => {
    const read = await world.app.inject({ method: 'GET', url: `/sso/${provider.id}/saml/metadata` });
    assert.equal(read.headers['content-type'], 'application/samlmetadata+xml; charset=utf-8');
    assert.match(read.body, new RegExp(`entityID="${TEST_URL}/sso/${provider.id}/saml/metadata"`));
    assert.match(read.body, new RegExp(`HTTP-POST" Location="${TEST_URL}/sso/${provider.id}/saml"`));
    assert.match(read.body, /WantAssertionsSigned="true"/);
    const both = [saml.keys.certificate, strangeKeys.certificate];
    await editProvider(world.parts, { ...byAdmin, id: provider.id, fields: { saml: { certificates: both } } });
    await enter(KIM, '', { signedBy: strangeKeys });
    await enter(KIM);
    const [certificate = ''] = both;
    const bare = certificate.replaceAll(/-----[A-Z ]+-----/g, '');
    await editProvider(world.parts, { ...byAdmin, id: provider.id, fields: { saml: { certificates: [bare] } } });
    await enter(KIM);
    await refusedAnswer('a certificate that was taken away', { changes: { signedBy: strangeKeys } });
  });

  test('is set with an https address, RSA certificates and an entity id, and with nothing of the other kind', async () => {
    const small = newSamlKeys(1_024);
    for (const changed of [
      { saml: { ...settings(), signInUrl: 'http://login.county.example/saml' } },
      { saml: { ...settings(), signInUrl: 'login' } },
      { saml: { ...settings(), certificates: ['none'] } },
      { saml: { ...settings(), certificates: [saml.keys.privateKey] } },
      { saml: { ...settings(), certificates: [small.certificate] } },
      { issuer: 'two words' },
      { issuer: 'https://login.county.example/\u200b' },
      { clientSecret: 'secret' },
    ]) {
      await refusedWith('invalid_request', add(changed));
    }
    const openId = { title: 'x', issuer: 'https://login.county.example' };
    await refusedWith('invalid_request', addProvider(world.parts, { ...byAdmin, fields: openId }));
    const other = await addProvider(world.parts, { ...byAdmin, fields: { ...openId, clientId: 'x' } });
    const toSaml = { ...byAdmin, id: other.id, fields: { saml: settings() } };
    await refusedWith('invalid_request', editProvider(world.parts, toSaml));
    const logout = await world.app.inject({
      method: 'POST',
      url: `/sso/${provider.id}/logout`,
      payload: { logout_token: 'x' },
    });
    assert.equal(logout.statusCode, 404);
  });

  test('makes nobody, and lets nobody in, while the agency is disabled', async () => {
    const stranger = { nameId: 'new-1', attributes: { mail: 'new@county.example', memberOf: 'staff' } };
    const setDisabled = (isDisabled: boolean) =>
      editAgency(world.parts, {
        agencyId: provider.agencyId,
        edit: { isDisabled },
        timeZoneName: 'time_zone',
        actor: byAdmin.actor,
      });
    const { request, cookie } = await begin();
    const posted = await post(await saml.answer(request, stranger), request.relayState);
    await setDisabled(true);
    const refused = await comeBack(posted.headers.location, cookie);
    await setDisabled(false);
    assert.equal(refused.statusCode, 401, refused.body.slice(-200));
    assert.equal(cookieOf(refused, 'session'), '');
    assert.equal(await findUserByEmail(world.parts.database.read, 'new@county.example'), undefined);
    assert.match((await enter(stranger)).session, /session/);
  });

  test('is over while it is disabled, and for its people with another entity id', async () => {
    const { session } = await enter(KIM);
    const { request } = await begin();
    const edit = (fields: ProviderFields) => editProvider(world.parts, { ...byAdmin, id: provider.id, fields });
    await edit({ isDisabled: true });
    assert.equal((await who(session)).statusCode, 401);
    assert.equal((await post(await saml.answer(request, KIM), request.relayState)).statusCode, 404);
    await edit({ isDisabled: false });
    const again = await enter(KIM);
    await edit({ issuer: 'urn:other' });
    assert.equal((await who(again.session)).statusCode, 401);
    await refusedAnswer('the entity id of before', {});
  });
});
