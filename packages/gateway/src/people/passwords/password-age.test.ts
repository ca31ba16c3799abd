import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TOTP } from 'otpauth';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { TEST_SEALING_KEYS, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { remindOfPasswords } from '../account-mail/remind-of-passwords.ts';
import { type PolicyEdit, setPolicy } from '../administration/set-policy.ts';
import { beginTotp } from '../factors/enrol-totp.ts';
import { PROFILES } from '../policies/policy.ts';
import { confirmOwnTotp } from '../sessions/complete-session.ts';
import { signIn } from '../sessions/portal-session.ts';
import { findUser, updatePassword } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { ownPasswordExpiry } from './own-password-expiry.ts';

const AGENCY = 'sandbox-county';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NEXT = 'walnut heron 27 gravel';

onEachEngine('the age of a password (IA-5)', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  const origin = originFrom();
  before(async () => {
    // Nobody answers there: what is mailed waits in the outbox.
    const smtpUrl = 'smtp://127.0.0.1:9';
    world = await testWorld(engine, { argon2Concurrency: 4, secretsKey: TEST_SEALING_KEYS[0] ?? '', smtpUrl });
    ({ parts, clock } = world);
  });
  after(() => world.stop());

  const choose = (values: PolicyEdit['values']) =>
    setPolicy(parts, { agencyId: AGENCY, edit: { values }, actor: { kind: 'system', id: 'test' } });
  async function enter({ email }: User, password = PASSWORD) {
    clock.advance(MINUTE_MS);
    const session = await signIn(parts, { email, password, origin });
    return { step: session.step, token: session.token.reveal() };
  }
  async function ask(token: string, url: string, payload?: object) {
    const cookies = { sallyport_session: token };
    const method = payload === undefined ? 'GET' : 'POST';
    const answer = await world.app.inject({ method, url, cookies, ...(payload && { payload }) });
    const body = answer.body === '' ? {} : answer.json();
    return { status: answer.statusCode, code: body.code, step: body.sign_in_step, detail: body.detail };
  }
  const change = (token: string, present: string, next: string) =>
    ask(token, '/api/session/password', { present_password: present, new_password: next });

  test('is a year in the profile cjis, and asked for by no other', () => {
    assert.equal(PROFILES.cjis.passwordMaximumAgeDays, 365);
    assert.deepEqual([PROFILES.nist.passwordMaximumAgeDays, PROFILES.open.passwordMaximumAgeDays], [null, null]);
  });

  test('past it the sign-in waits for another password, and nothing else is allowed', async () => {
    await choose({ passwordMaximumAgeDays: 90, passwordsRemembered: 2 });
    const user = await newPerson(parts);
    clock.advance(90 * DAY_MS - 2 * MINUTE_MS);
    assert.equal((await enter(user)).step, null);
    const { step, token } = await enter(user);
    assert.equal(step, 'change_password');
    const early = await ask(token, '/api/incidents');
    assert.equal(early.status, 403);
    assert.match(early.detail, /the password has expired; change it by POST \/api\/session\/password/);
    for (const url of ['/api/account/factors', '/api/account/sessions'])
      assert.equal((await ask(token, url)).status, 403);
    const elsewhere = { present_password: PASSWORD, new_password: NEXT };
    assert.equal((await ask(token, '/api/account/password', elsewhere)).status, 403);

    assert.equal((await change(token, 'not the password 58', NEXT)).code, 'invalid_credentials');
    for (const wrong of [PASSWORD, 'short']) {
      clock.advance(MINUTE_MS);
      assert.equal((await change(token, PASSWORD, wrong)).code, 'invalid_request', wrong);
    }
    assert.equal((await ask(token, '/api/session')).step, 'change_password');
    clock.advance(MINUTE_MS);
    const changed = await change(token, PASSWORD, NEXT);
    assert.deepEqual([changed.status, changed.step], [200, 'complete'], JSON.stringify(changed));
    assert.equal((await ask(token, '/api/incidents')).status, 200);
    clock.advance(MINUTE_MS);
    assert.deepEqual((await change(token, NEXT, 'copper saddle 91 meadow')).code, 'forbidden');
    assert.equal((await enter(user, NEXT)).step, null);
    await choose({ passwordMaximumAgeDays: null, passwordsRemembered: 0 });
  });

  test('a second factor is shown before, so that a password alone changes none', async () => {
    const user = await newPerson(parts);
    const { token } = await enter(user);
    const { id, seed } = await beginTotp(parts, { user, name: 'Work phone' });
    const codeNow = () => new TOTP({ secret: seed.reveal() }).generate({ timestamp: clock.now() });
    await confirmOwnTotp(parts, { user, token, factorId: id, code: codeNow(), origin });
    clock.advance(31 * DAY_MS);
    await choose({ passwordMaximumAgeDays: 30 });
    const opened = await enter(user);
    assert.equal(opened.step, 'prove_factor');
    assert.equal((await change(opened.token, PASSWORD, NEXT)).code, 'forbidden');
    const shown = await ask(opened.token, '/api/session/factor', { code: codeNow() });
    assert.equal(shown.step, 'change_password');
    clock.advance(MINUTE_MS);
    assert.equal((await change(opened.token, PASSWORD, NEXT)).step, 'complete');
    await choose({ passwordMaximumAgeDays: null });
  });

  test('interrupts nobody who is signed in: it is asked for at the next sign-in', async () => {
    const user = await newPerson(parts);
    clock.advance(31 * DAY_MS);
    const { token } = await enter(user);
    await choose({ passwordMaximumAgeDays: 30 });
    assert.equal((await ask(token, '/api/incidents')).status, 200);
    const next = await enter(user);
    assert.equal(next.step, 'change_password');
    await choose({ passwordMaximumAgeDays: null });
    assert.equal((await ask(next.token, '/api/session')).step, 'complete', 'nor who need not any more');
  });

  test('its person is mailed 14 and 3 days before, once each, and anew for the next password', async () => {
    const mailsTo = async ({ email }: User) => {
      const rows = await parts.database.read
        .selectFrom('outbox')
        .select('subject')
        .where('recipient', '=', email)
        .execute();
      return rows.filter(({ subject }) => subject === 'Sallyport: Your password expires').length;
    };
    const sweep = () => parts.database.write((tx) => remindOfPasswords(parts, tx, 500));
    const left = async ({ id }: User) => {
      const user = (await findUser(parts.database.read, id)) as User;
      return ownPasswordExpiry(parts, user);
    };
    const user = await newPerson(parts);
    const others = [
      await newPerson(parts, { passwordHash: null }),
      await newPerson(parts, { disabledAt: clock.now() }),
      await newPerson(parts, { agencyId: 'harbor-city' }),
    ];
    const began = clock.now();
    const at = async (days: number) => {
      clock.advance(began + days * DAY_MS - clock.now());
      await sweep();
      await sweep();
      return [await mailsTo(user), await left(user)];
    };
    assert.deepEqual(await at(75), [0, null], 'where the policy has no age');
    await choose({ passwordMaximumAgeDays: 90 });
    assert.deepEqual(await at(75.9), [0, null]);
    const expiresAt = began + 90 * DAY_MS;
    assert.deepEqual(await at(76), [1, expiresAt]);
    assert.deepEqual(await at(86.9), [1, expiresAt]);
    assert.deepEqual(await at(87), [2, expiresAt]);
    assert.deepEqual(await at(91), [2, expiresAt], 'and not once it has expired');
    for (const other of others) assert.equal(await mailsTo(other), 0);
    const [withoutPassword, , elsewhere] = others;
    for (const other of [withoutPassword, elsewhere]) assert.equal(await left(other as User), null);
    await parts.database.write((tx) => updatePassword(tx.query, user.id, user.passwordHash ?? '', clock.now()));
    assert.deepEqual(await at(91 + 76), [3, began + (91 + 90) * DAY_MS]);
    await choose({ passwordMaximumAgeDays: null });
  });

  test('a client with the password grant is refused with what is to be done, and served again once it is done', async () => {
    const grant = async (password: string) => {
      clock.advance(MINUTE_MS);
      const answer = await world.app.inject({
        method: 'POST',
        url: '/oauth/token',
        headers: {
          authorization: `Basic ${Buffer.from('sandbox-cad:sandbox-cad-secret').toString('base64')}`,
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: new URLSearchParams({ grant_type: 'password', username: user.email, password }).toString(),
      });
      return { status: answer.statusCode, ...answer.json() };
    };
    const user = await newPerson(parts);
    clock.advance(31 * DAY_MS);
    assert.equal((await grant(PASSWORD)).status, 200);
    await choose({ passwordMaximumAgeDays: 30 });
    const refused = await grant(PASSWORD);
    assert.deepEqual([refused.status, refused.error], [400, 'invalid_grant']);
    assert.match(refused.error_description, /password has expired: it is changed at the next sign-in to the portal/);
    assert.doesNotMatch((await grant('not the password 58')).error_description, /expired/);
    const { token } = await enter(user);
    clock.advance(MINUTE_MS);
    await change(token, PASSWORD, NEXT);
    assert.equal((await grant(NEXT)).status, 200);
    await choose({ passwordMaximumAgeDays: null });
  });
});
