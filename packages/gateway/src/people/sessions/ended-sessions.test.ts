import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSession } from '../../../../testing/src/application-sign-ins.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import { editAgency } from '../../agencies/edit-agency.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { newSecret } from '../../kernel/secrets.ts';
import { editUser, endUserSessions } from '../administration/administer-user.ts';
import { resetFactors } from '../administration/reset-factors.ts';
import { setPolicy } from '../administration/set-policy.ts';
import { issuePasswordLink } from '../password-links/issue-password-link.ts';
import { setPassword } from '../password-links/set-password.ts';
import { addRole, editRole } from '../roles/administer-roles.ts';
import { peopleSweeps } from '../sweep-people.ts';
import type { User } from '../users/types.ts';
import { changeOwnPassword } from './change-own-password.ts';
import { endOwnSession, listOwnSessions } from './own-sessions.ts';
import { signOut } from './portal-session.ts';

const AGENCY = 'sandbox-county';
const HOUR_MS = 3_600_000;
const OTHER_PASSWORD = 'walnut heron 27 gravel';

onEachEngine('an ended session', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  const origin = originFrom();
  before(async () => {
    world = await testWorld(engine, { argon2Concurrency: 4 });
    ({ parts, clock } = world);
    admin = await newPerson(parts, { role: 'admin' });
  });
  after(() => world.stop());

  async function ask(token: string) {
    const cookies = { sallyport_session: token };
    const answer = await world.app.inject({ method: 'GET', url: '/api/session', cookies });
    return { status: answer.statusCode, ...(answer.json() as { code?: string; reason?: string }) };
  }
  async function opened(role = 'agent') {
    clock.advance(60_000);
    const user = await newPerson(parts, { role });
    return { user, token: await newSession(world, user) };
  }
  async function endsWith(reason: string, token: string): Promise<void> {
    const { status, code, reason: given } = await ask(token);
    assert.deepEqual([status, code, given], [401, 'invalid_token', reason]);
  }
  const byAdmin = (user: User) => ({
    agencyId: AGENCY,
    userId: user.id,
    actor: { kind: 'user', id: admin.id } as const,
    origin,
  });
  const choose = (sessionHours: number) =>
    setPolicy(parts, { agencyId: AGENCY, edit: { values: { sessionHours } }, actor: { kind: 'system', id: 'test' } });

  test('states to its cookie that the person signed out, here or from another session', async () => {
    const { user, token } = await opened();
    const other = await newSession(world, user);
    const { sessions } = await listOwnSessions(parts, { user, token, page: { before: undefined, limit: 9 } });
    const ended = sessions.find(({ isCurrent }) => !isCurrent);
    await endOwnSession(parts, { user, sessionId: ended?.id ?? '', origin });
    await endsWith('ended_elsewhere', other);
    await signOut(parts, { token, userId: user.id, agencyId: AGENCY, origin });
    await endsWith('signed_out', token);
  });

  test('states what an administrator did', async () => {
    const ended = await opened();
    await endUserSessions(parts, byAdmin(ended.user));
    await endsWith('ended_by_administrator', ended.token);
    const promoted = await opened();
    await editUser(parts, { ...byAdmin(promoted.user), edit: { role: 'supervisor' } });
    await endsWith('role_changed', promoted.token);
    const disabled = await opened();
    await editUser(parts, { ...byAdmin(disabled.user), edit: { isDisabled: true } });
    await endsWith('account_disabled', disabled.token);
    const reset = await opened();
    await resetFactors(parts, byAdmin(reset.user));
    await endsWith('factors_reset', reset.token);
    const by = { agencyId: AGENCY, actor: { kind: 'user', id: admin.id } as const, origin };
    const role = await addRole(parts, { ...by, title: 'Night desk', rights: ['incidents:read', 'incidents:work'] });
    const narrowed = await opened(role.id);
    await editRole(parts, { ...by, id: role.id, rights: ['incidents:read'] });
    await endsWith('role_changed', narrowed.token);
  });

  test('states that the password was changed; the session that changed it goes on', async () => {
    const { user, token } = await opened();
    const other = await newSession(world, user);
    await changeOwnPassword(parts, {
      ...{ user, token, origin },
      presentPassword: PASSWORD,
      newPassword: OTHER_PASSWORD,
    });
    await endsWith('password_changed', other);
    assert.equal((await ask(token)).status, 200);
    const link = await parts.database.write((tx) => issuePasswordLink(parts, tx, user.id));
    await setPassword(parts, { linkToken: link.url.reveal().split('#')[1] ?? '', password: PASSWORD, origin });
    await endsWith('password_changed', token);
  });

  test('states that the whole agency was disabled', async () => {
    const { token } = await opened();
    const by = { agencyId: AGENCY, timeZoneName: 'time_zone', actor: { kind: 'system', id: 'test' } as const };
    await editAgency(parts, { ...by, edit: { isDisabled: true } });
    await endsWith('agency_disabled', token);
    await editAgency(parts, { ...by, edit: { isDisabled: false } });
  });

  test('states that it lasted as long as it may, or that the policy was made stricter', async () => {
    const { token: shortened } = await opened();
    clock.advance(3 * HOUR_MS);
    await choose(2);
    await endsWith('policy_changed', shortened);
    const { token } = await opened();
    clock.advance(2 * HOUR_MS - 1);
    assert.equal((await ask(token)).status, 200);
    clock.advance(1);
    await endsWith('expired', token);
    await choose(24);
  });

  test('states nothing to whoever has another token, or none of a session', async () => {
    const { user } = await opened();
    await endUserSessions(parts, byAdmin(user));
    for (const token of [newSecret(parts.random).reveal(), 'x', 'a'.repeat(5_000)]) {
      const answer = await ask(token);
      assert.deepEqual([answer.status, 'reason' in answer], [401, false], token.slice(0, 9));
    }
    const none = await world.app.inject({ method: 'GET', url: '/api/session' });
    assert.deepEqual([none.json().code, 'reason' in none.json()], ['missing_token', false]);
  });

  test('is kept without its person, for as long as a browser may have its cookie', async () => {
    const person = { email: (await newPerson(parts)).email, password: PASSWORD };
    const signedIn = await world.app.inject({ method: 'POST', url: '/api/session', payload: person });
    const [cookie] = signedIn.cookies;
    const sessionSeconds = (Date.parse(signedIn.json().expires_at) - clock.now()) / 1000;
    assert.equal(cookie?.maxAge, sessionSeconds + 86_400);
    const { user, token } = await opened();
    await endUserSessions(parts, byAdmin(user));
    const rows = await parts.database.read.selectFrom('ended_sessions').selectAll().execute();
    assert.ok(rows.length > 0);
    for (const row of rows) assert.deepEqual(Object.keys(row).sort(), ['ended_at', 'reason', 'token_hash']);
    const sweeps = peopleSweeps(parts).filter(({ kind }) => kind.endsWith('_sessions'));
    const sweep = async () => {
      for (const { removeBatch } of sweeps) await parts.database.write((tx) => removeBatch(tx));
    };
    clock.advance(48 * HOUR_MS);
    await sweep();
    await endsWith('ended_by_administrator', token);
    clock.advance(1);
    await sweep();
    assert.equal('reason' in (await ask(token)), false);
    assert.deepEqual(await parts.database.read.selectFrom('ended_sessions').selectAll().execute(), []);
  });
});
