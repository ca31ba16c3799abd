import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TOTP } from 'otpauth';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { TEST_SEALING_KEYS, type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { beginTotp } from '../factors/enrol-totp.ts';
import type { User } from '../users/types.ts';
import { confirmOwnTotp } from './complete-session.ts';
import { signIn } from './portal-session.ts';

const MINUTE_MS = 60_000;

onEachEngine('a recent factor', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4, secretsKey: TEST_SEALING_KEYS[0] ?? '' });
    ({ parts, clock } = world);
  });
  after(() => world.stop());

  const origin = originFrom();
  const choose = (stepUpMinutes: number | null) =>
    setPolicy(parts, {
      agencyId: 'sandbox-county',
      edit: { values: { stepUpMinutes } },
      actor: { kind: 'system', id: 'test' },
    });
  async function enter(user: User) {
    clock.advance(MINUTE_MS);
    return (await signIn(parts, { email: user.email, password: PASSWORD, origin })).token.reveal();
  }
  async function ask(
    token: string,
    url: string,
    payload?: object,
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE' = 'POST',
  ) {
    const answer = await world.app.inject({
      method,
      url,
      cookies: { sallyport_session: token },
      ...(payload !== undefined && { payload }),
    });
    return {
      status: answer.statusCode,
      code: answer.body === '' ? undefined : parsed(answer.body).code,
      body: answer.body,
    };
  }
  const parsed = (text: string): { code?: string; confirmed_until?: string | null } =>
    text.startsWith('{') ? JSON.parse(text.split('\n')[0] ?? '') : {};
  let roles = 0;
  function addRole(token: string) {
    roles += 1;
    return ask(token, '/api/roles', { title: `Night lead ${roles}`, rights: ['incidents:read'] });
  }

  test('is asked for after so many minutes, and the same request then succeeds; without one the password is it', async () => {
    await choose(15);
    const user = await newPerson(parts, { role: 'admin' });
    const token = await enter(user);
    assert.equal((await addRole(token)).status, 201);
    clock.advance(15 * MINUTE_MS);
    const late = await addRole(token);
    assert.deepEqual([late.status, late.code], [403, 'factor_required']);
    for (const url of ['/api/clients', '/api/webhooks', '/api/identity-providers']) {
      assert.equal((await ask(token, url, {})).code, 'factor_required', url);
    }
    for (const url of [
      '/api/users',
      '/api/users/x/reset-factors',
      '/api/users/x/password-link',
      '/api/authorizations/x',
    ]) {
      assert.equal((await ask(token, url, {})).code, 'factor_required', url);
    }
    assert.equal((await ask(token, `/api/users/${user.id}`, { role: 'agent' }, 'PATCH')).code, 'factor_required');
    assert.equal((await ask(token, '/api/audit/export?format=jsonl', undefined, 'GET')).code, 'factor_required');
    assert.equal((await ask(token, '/api/roles', undefined, 'GET')).status, 200, 'reading asks for nothing');
    const wrong = await ask(token, '/api/session/factor/password', { password: 'not the password' });
    assert.deepEqual([wrong.status, wrong.code], [401, 'invalid_credentials']);
    assert.equal((await addRole(token)).code, 'factor_required');
    const shown = await ask(token, '/api/session/factor/password', { password: PASSWORD });
    assert.equal(shown.status, 200, shown.body);
    assert.equal(Date.parse(parsed(shown.body).confirmed_until ?? ''), clock.now() + 15 * MINUTE_MS);
    assert.equal((await addRole(token)).status, 201);
  });

  test('who has a factor shows it, and the password does not stand in for it', async () => {
    await choose(15);
    const user = await newPerson(parts, { role: 'admin' });
    const token = await enter(user);
    const { id, seed } = await beginTotp(parts, { user, name: 'Work phone' });
    const code = () => new TOTP({ secret: seed.reveal() }).generate({ timestamp: clock.now() });
    await confirmOwnTotp(parts, { user, token, factorId: id, code: code(), origin });
    clock.advance(15 * MINUTE_MS);
    assert.equal((await addRole(token)).code, 'factor_required');
    const password = await ask(token, '/api/session/factor/password', { password: PASSWORD });
    assert.deepEqual([password.status, password.code], [409, 'conflict']);
    assert.equal((await ask(token, '/api/session/factor', { code: code() })).status, 200);
    assert.equal((await addRole(token)).status, 201);
  });

  test("is asked for before a factor of one's own is added, removed or stood in for, and not to go on with a sign-in", async () => {
    await choose(15);
    const user = await newPerson(parts, { role: 'admin' });
    const token = await enter(user);
    const name = { name: 'Stolen seat' };
    clock.advance(15 * MINUTE_MS);
    for (const url of ['/api/account/factors/totp', '/api/account/factors/passkey']) {
      assert.equal((await ask(token, url, name)).code, 'factor_required', url);
    }
    assert.equal((await ask(token, '/api/account/recovery-codes')).code, 'factor_required');
    assert.equal((await ask(token, '/api/account/factors/x', undefined, 'DELETE')).code, 'factor_required');
    assert.equal((await ask(token, '/api/account/factors', undefined, 'GET')).status, 200);
    await setPolicy(parts, {
      agencyId: 'sandbox-county',
      edit: { values: { secondFactor: 'administrators' } },
      actor: { kind: 'system', id: 'test' },
    });
    assert.equal((await ask(token, '/api/account/factors/totp', name)).status, 201);
    await setPolicy(parts, {
      agencyId: 'sandbox-county',
      edit: { values: { secondFactor: 'none' } },
      actor: { kind: 'system', id: 'test' },
    });
  });

  test('is not asked for where the policy does not', async () => {
    await choose(null);
    const token = await enter(await newPerson(parts, { role: 'admin' }));
    clock.advance(60 * MINUTE_MS);
    assert.equal((await addRole(token)).status, 201);
    const session = await ask(token, '/api/session', undefined, 'GET');
    assert.equal(parsed(session.body).confirmed_until, null);
  });
});
