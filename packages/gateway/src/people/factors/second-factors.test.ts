import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TOTP } from 'otpauth';
import { atOnce, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_SEALING_KEYS, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { resetFactors } from '../administration/reset-factors.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { confirmOwnTotp, showFactor } from '../sessions/complete-session.ts';
import { findPortalSession, signIn } from '../sessions/portal-session.ts';
import { findUserByEmail } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { beginTotp } from './enrol-totp.ts';
import { listFactors, removeFactor, renewRecoveryCodes } from './manage-factors.ts';

const STEP_MS = 30_000;
const MINUTE_MS = 60_000;
const AGENCY = 'sandbox-county';

onEachEngine('second factors', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4, secretsKey: TEST_SEALING_KEYS[0] ?? '' });
    ({ parts, clock } = world);
    admin = (await findUserByEmail(parts.database.read, 'admin@sandbox.test')) as User;
  });
  after(() => world.stop());

  const origin = originFrom();
  async function enter(person: User) {
    clock.advance(MINUTE_MS);
    const { token } = await signIn(parts, { email: person.email, password: PASSWORD, origin });
    return token.reveal();
  }
  const stepOf = async (token: string) => (await findPortalSession(parts, token))?.step;
  /** What an authenticator app with that seed shows, by a clock that is so far off. */
  const codeOf = (seed: string, offMs = 0) => new TOTP({ secret: seed }).generate({ timestamp: clock.now() + offMs });
  /** A person with one factor, a session that was shown it, and what they keep. */
  async function enrolled(name = 'Work phone') {
    const user = await newPerson(parts);
    const token = await enter(user);
    const { id, seed } = await beginTotp(parts, { user, name });
    const codes = await confirmOwnTotp(parts, { user, token, factorId: id, code: codeOf(seed.reveal()), origin });
    return { user, token, factorId: id, seed: seed.reveal(), codes: codes ?? [] };
  }
  const show = (user: User, token: string, code: string) => showFactor(parts, { user, token, code, origin });
  const choose = (secondFactor: 'none' | 'administrators' | 'everyone') =>
    setPolicy(parts, { agencyId: AGENCY, edit: { values: { secondFactor } }, actor: { kind: 'user', id: admin.id } });

  test('a person with one is asked for it at every sign-in, and may do nothing before', async () => {
    const { user, seed } = await enrolled();
    const token = await enter(user);
    assert.equal(await stepOf(token), 'prove_factor');
    const ask = () => world.app.inject({ method: 'GET', url: '/api/incidents', cookies: { sallyport_session: token } });
    const early = await ask();
    assert.equal(early.statusCode, 403, early.body);
    assert.match(early.json().detail, /The sign-in is not complete: show a second factor/);
    const read = await world.app.inject({ method: 'GET', url: '/api/session', cookies: { sallyport_session: token } });
    assert.equal(read.json().sign_in_step, 'prove_factor');
    assert.deepEqual(read.json().permissions, ['session:own']);
    await show(user, token, codeOf(seed));
    assert.equal(await stepOf(token), null);
    assert.equal((await ask()).statusCode, 200);
  });

  test('a code is taken one step early and one step late, and no further', async () => {
    for (const [steps, isTaken] of [
      [-2, false],
      [-1, true],
      [1, true],
      [2, false],
    ] as const) {
      const { user, seed } = await enrolled();
      const token = await enter(user);
      const shown = show(user, token, codeOf(seed, steps * STEP_MS));
      if (isTaken) await shown;
      else await refusedWith('invalid_credentials', shown);
      assert.equal(await stepOf(token), isTaken ? null : 'prove_factor', `${steps} steps`);
    }
  });

  test('a code is used once, and none before it afterwards (RFC 6238 section 5.2)', async () => {
    const { user, seed } = await enrolled();
    const [first, second] = [await enter(user), await enter(user)];
    const code = codeOf(seed);
    await show(user, first, code);
    await refusedWith('invalid_credentials', show(user, second, code));
    await refusedWith('invalid_credentials', show(user, second, codeOf(seed, -STEP_MS)));
    clock.advance(STEP_MS);
    await show(user, second, codeOf(seed));
  });

  test('of two uses of one code at once, one succeeds', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { user, seed } = await enrolled();
      const tokens = [await enter(user), await enter(user)];
      const code = codeOf(seed);
      const uses = await atOnce(2, (index) => show(user, tokens[index] ?? '', code));
      assert.equal(succeeded(uses).length, 1, `round ${round}`);
      const open = await Promise.all(tokens.map(stepOf));
      assert.deepEqual(open.filter((step) => step === null).length, 1);
    }
  });

  test('a recovery code stands in for a factor once, of two uses at once for one, however it is typed', async () => {
    const { user, codes } = await enrolled();
    assert.equal(codes.length, 10);
    assert.match(codes[0] ?? '', /^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
    const tokens = [await enter(user), await enter(user)];
    const uses = await atOnce(2, (index) => show(user, tokens[index] ?? '', codes[0] ?? ''));
    assert.equal(succeeded(uses).length, 1);
    assert.equal((await listFactors(parts, user.id)).recoveryCodesLeft, 9);
    const token = await enter(user);
    await refusedWith('invalid_credentials', show(user, token, codes[0] ?? ''));
    await show(user, token, ` ${(codes[1] ?? '').replaceAll('-', ' ').toUpperCase()}`);
    assert.equal(await stepOf(token), null);
  });

  test('wrong codes lock as wrong passwords do, and the right code is then refused in the same words', async () => {
    const { user, seed } = await enrolled();
    const token = await enter(user);
    const wrong = await refusedWith('invalid_credentials', show(user, token, '000000'));
    for (let failure = 0; failure < 4; failure += 1) {
      await refusedWith('invalid_credentials', show(user, token, '000000'));
    }
    const locked = await refusedWith('invalid_credentials', show(user, token, codeOf(seed)));
    assert.equal(locked.message, wrong.message);
    assert.equal(await stepOf(token), 'prove_factor');
  });

  test("nobody's code or factor is another's", async () => {
    const [mine, theirs] = [await enrolled(), await enrolled()];
    const token = await enter(mine.user);
    await refusedWith('invalid_credentials', show(mine.user, token, codeOf(theirs.seed)));
    await refusedWith('invalid_credentials', show(mine.user, token, theirs.codes[0] ?? ''));
    await refusedWith('not_found', removeFactor(parts, { user: mine.user, origin, factorId: theirs.factorId }));
    const { id } = await beginTotp(parts, { user: theirs.user, name: 'Tablet' });
    const stolen = { user: mine.user, token, factorId: id, code: '000000', origin };
    await refusedWith('not_found', confirmOwnTotp(parts, stolen));
  });

  test('a factor counts once it is confirmed, by a right code alone, and a later one makes no recovery codes', async () => {
    const { user, token, factorId } = await enrolled();
    clock.advance(1);
    const { id, seed } = await beginTotp(parts, { user, name: 'Tablet' });
    const request = { user, token, factorId: id, origin };
    await refusedWith('invalid_request', confirmOwnTotp(parts, { ...request, code: '000000' }));
    assert.equal((await listFactors(parts, user.id)).factors.length, 1);
    assert.equal(await confirmOwnTotp(parts, { ...request, code: codeOf(seed.reveal()) }), null);
    const { factors } = await listFactors(parts, user.id);
    assert.deepEqual(
      factors.map(({ name }) => name),
      ['Work phone', 'Tablet'],
    );
    await removeFactor(parts, { user, origin, factorId });
    const again = await enter(user);
    clock.advance(STEP_MS);
    await show(user, again, codeOf(seed.reveal()));
  });

  test('a policy that asks for one holds for those who are signed in, by role, and for what they may remove', async () => {
    const agent = await newPerson(parts);
    const chief = await newPerson(parts, { role: 'admin' });
    const tokens = [await enter(agent), await enter(chief)];
    const steps = () => Promise.all(tokens.map(stepOf));
    await choose('administrators');
    assert.deepEqual(await steps(), [null, 'enrol_factor']);
    await choose('everyone');
    assert.deepEqual(await steps(), ['enrol_factor', 'enrol_factor']);
    const { user, factorId, token } = await enrolled();
    assert.equal(await stepOf(token), null);
    await refusedWith('conflict', removeFactor(parts, { user, origin, factorId }));
    await choose('none');
    await removeFactor(parts, { user, origin, factorId });
    assert.deepEqual(await steps(), [null, null]);
  });

  test("an administrator's reset removes all of them, ends the sessions and mails; nobody resets their own", async () => {
    const { user, token, codes } = await enrolled();
    const request = { agencyId: AGENCY, userId: user.id, actor: { kind: 'user', id: admin.id } as const, origin };
    const own = { ...request, actor: { kind: 'user', id: user.id } as const };
    await refusedWith('conflict', resetFactors(parts, own));
    await refusedWith('not_found', resetFactors(parts, { ...request, agencyId: 'harbor-city' }));
    await resetFactors(parts, request);
    assert.equal(await findPortalSession(parts, token), null);
    assert.deepEqual(await listFactors(parts, user.id), { factors: [], recoveryCodesLeft: 0 });
    const again = await enter(user);
    assert.equal(await stepOf(again), null);
    await refusedWith('invalid_credentials', show(user, again, codes[5] ?? ''));
    const { count } = await parts.database.read
      .selectFrom('audit_records')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('action', '=', 'user.factors_reset')
      .where('subject', '=', user.id)
      .executeTakeFirstOrThrow();
    assert.equal(Number(count), 1);
  });

  test('new recovery codes void those before, and are for who has a factor', async () => {
    await refusedWith('not_found', renewRecoveryCodes(parts, { user: await newPerson(parts), origin }));
    const { user, codes } = await enrolled();
    const renewed = await renewRecoveryCodes(parts, { user, origin });
    const token = await enter(user);
    await refusedWith('invalid_credentials', show(user, token, codes[0] ?? ''));
    await show(user, token, renewed[0] ?? '');
  });

  test('seeds are sealed and recovery codes hashed at rest, and neither is in the audit', async () => {
    const { user, seed, codes } = await enrolled();
    const rows = await Promise.all(
      (['user_factors', 'recovery_codes', 'audit_records'] as const).map((table) =>
        parts.database.read.selectFrom(table).selectAll().execute(),
      ),
    );
    const stored = JSON.stringify(rows);
    assert.ok(stored.includes(user.id));
    for (const secret of [seed, ...codes, ...codes.map((code) => code.replaceAll('-', ''))]) {
      assert.ok(!stored.includes(secret));
    }
  });
});
