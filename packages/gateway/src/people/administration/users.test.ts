import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce, failed, succeeded } from '../../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { type TestClock, testWorld } from '../../../../testing/src/world.ts';
import type { GatewayParts } from '../../app/parts.ts';
import { findPortalSession, signIn, signOut } from '../sessions/portal-session.ts';
import { findUser, statesOfAgency } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { addUser } from './add-user.ts';
import { editUser, endUserSessions, releaseUserLock, renewPasswordLink } from './administer-user.ts';

const CONSOLE = { kind: 'console', id: 'test' } as const;

onEachEngine('administering users', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let parts: GatewayParts;
  let clock: TestClock;
  let admin: User;
  before(async () => {
    world = await testWorld(engine, { portalSessionHours: 12 });
    ({ parts, clock } = world);
    admin = await newPerson(parts, { role: 'admin' });
  });
  after(() => world.stop());

  const request = (user: Pick<User, 'id'>, agencyId = 'sandbox-county') => ({
    agencyId,
    userId: user.id,
    actor: { kind: 'user', id: admin.id } as const,
    origin: originFrom(),
  });
  const edit = (user: User, change: Parameters<typeof editUser>[1]['edit']) =>
    editUser(parts, { ...request(user), edit: change });
  const add = (email: string, agencyId = 'sandbox-county') =>
    addUser(parts, {
      user: { email, firstName: ' Noor ', lastName: ' Vance ', role: 'agent', agencyId },
      actor: CONSOLE,
    });
  const enter = (user: User, source = '192.0.2.10') =>
    signIn(parts, { email: user.email, password: PASSWORD, origin: originFrom(source) });
  const recordsOf = async (subject: string) => {
    const rows = await parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'actor_id'])
      .where('subject', '=', subject)
      .orderBy('chain')
      .orderBy('number')
      .execute();
    return rows.map(({ action, actor_id }) => `${action} by ${actor_id}`);
  };

  test('adds a person without a password, with a link to set one and an audit record', async () => {
    const { user, link } = await add('  Noor.Vance@Sandbox.test ');
    const stored = await findUser(parts.database.read, user.id);
    assert.equal(stored?.email, 'noor.vance@sandbox.test');
    assert.equal(`${stored?.firstName} ${stored?.lastName}`, 'Noor Vance');
    assert.equal(stored?.passwordHash, null);
    assert.equal(link.expiresAt, clock.now() + parts.settings.passwordLinkHours * 3_600_000);
    assert.deepEqual(await recordsOf(user.id), ['user.added by test']);
    await refusedWith('invalid_credentials', enter(user));
  });

  test('refuses a taken e-mail in any spelling, in the same words whichever agency has it, and writes nothing', async () => {
    const own = await newPerson(parts);
    const foreign = await newPerson(parts, { agencyId: 'harbor-city' });
    const words = [
      (await refusedWith('conflict', add(own.email.toUpperCase()))).message,
      (await refusedWith('conflict', add(foreign.email))).message,
    ];
    assert.equal(words[0], words[1]);
    await refusedWith('conflict', add(own.email.replace('@', '\u200b@\ufeff')));
    await refusedWith('invalid_request', add('\u200b@\u2060'));
    await refusedWith('not_found', add('new@sandbox.test', 'no-such-agency'));
  });

  test('of five additions of one e-mail at once, one is made', async () => {
    const results = await atOnce(5, () => add('raced@sandbox.test'));
    assert.equal(succeeded(results).length, 1);
    for (const reason of failed(results)) await refusedWith('conflict', Promise.reject(reason));
  });

  test('changes what is named and nothing else', async () => {
    const user = await newPerson(parts);
    const standing = await edit(user, { firstName: ' Ash ', email: ` NEW-${user.email} ` });
    assert.equal(standing.firstName, 'Ash');
    assert.equal(standing.email, `new-${user.email}`);
    assert.equal(standing.lastName, user.lastName);
    assert.equal(standing.role, 'agent');
    assert.equal(standing.disabledAt, null);
    assert.deepEqual(await recordsOf(user.id), [`user.edited by ${admin.id}`]);
  });

  test('refuses an e-mail that another person has, also where two take it at once', async () => {
    const [one, two, taken] = [await newPerson(parts), await newPerson(parts), await newPerson(parts)];
    await refusedWith('conflict', edit(one, { email: taken.email }));
    await edit(one, { email: one.email.toUpperCase() });
    for (let round = 0; round < 10; round += 1) {
      const email = `wanted-${round}@sandbox.test`;
      const results = await Promise.allSettled([edit(one, { email }), edit(two, { email })]);
      assert.equal(succeeded(results).length, 1);
      for (const reason of failed(results)) await refusedWith('conflict', Promise.reject(reason));
    }
  });

  test('two edits of one person at once are both kept: one that disables is not undone by one that renames', async () => {
    for (let round = 0; round < 10; round += 1) {
      const user = await newPerson(parts);
      await Promise.all([
        edit(user, { isDisabled: true }),
        edit(user, { lastName: 'Renamed' }),
        edit(user, { role: 'admin' }),
      ]);
      const stored = await findUser(parts.database.read, user.id);
      assert.notEqual(stored?.disabledAt, null);
      assert.equal(stored?.lastName, 'Renamed');
      assert.equal(stored?.role, 'admin');
    }
  });

  test('an administrator can neither disable nor demote themselves, and can edit their own name', async () => {
    await refusedWith('conflict', edit(admin, { isDisabled: true }));
    await refusedWith('conflict', edit(admin, { role: 'agent' }));
    const standing = await edit(admin, { firstName: 'Morgan', role: 'admin', isDisabled: false });
    assert.equal(standing.firstName, 'Morgan');
    assert.equal(standing.role, 'admin');
  });

  test('disabling and a new role end the sessions of that person, a new name does not', async () => {
    const user = await newPerson(parts);
    const { token } = await enter(user);
    await edit(user, { lastName: 'Renamed' });
    assert.notEqual(await findPortalSession(parts, token.reveal()), null);
    await edit(user, { role: 'admin' });
    assert.equal(await findPortalSession(parts, token.reveal()), null);
    const { token: second } = await enter(user);
    await edit(user, { isDisabled: true });
    assert.equal(await findPortalSession(parts, second.reveal()), null);
    await edit(user, { isDisabled: false });
    assert.equal(await findPortalSession(parts, second.reveal()), null, 'enabling brings no session back');
    await enter(user);
  });

  test('ending sessions ends every one of that person and no other, and states how many', async () => {
    const [user, other] = [await newPerson(parts), await newPerson(parts)];
    const sessions = [await enter(user), await enter(user, '192.0.2.11')];
    const kept = await enter(other);
    const { ended, user: standing } = await endUserSessions(parts, request(user));
    assert.equal(ended, 2);
    assert.equal(standing.openSessions, 0);
    for (const { token } of sessions) assert.equal(await findPortalSession(parts, token.reveal()), null);
    assert.notEqual(await findPortalSession(parts, kept.token.reveal()), null);
    assert.equal((await endUserSessions(parts, request(user))).ended, 0);
  });

  test("another agency's person and one that does not exist are the same refusal everywhere, and nothing is written", async () => {
    const foreign = await newPerson(parts, { agencyId: 'harbor-city' });
    const count = async () => (await parts.database.read.selectFrom('audit_records').select('number').execute()).length;
    const before = await count();
    const words = new Set<string>();
    for (const user of [foreign, { id: 'no-such-user' }]) {
      for (const attempt of [
        () => editUser(parts, { ...request(user), edit: { isDisabled: true } }),
        () => releaseUserLock(parts, request(user)),
        () => endUserSessions(parts, request(user)),
        () => renewPasswordLink(parts, request(user)),
      ]) {
        words.add((await refusedWith('not_found', attempt())).message);
      }
    }
    assert.equal(words.size, 1);
    assert.equal(await count(), before);
    assert.equal((await findUser(parts.database.read, foreign.id))?.disabledAt, null);
  });

  test('lists the people of one agency alone, with their locks and open sessions', async () => {
    const user = await newPerson(parts, { lastName: 'Aaardvark' });
    await enter(user);
    for (let failure = 0; failure < 5; failure += 1) {
      await refusedWith(
        'invalid_credentials',
        signIn(parts, { email: user.email, password: 'wrong', origin: originFrom('198.51.100.9') }),
      );
    }
    const states = await statesOfAgency(parts.database.read, 'sandbox-county', clock.now());
    assert.ok(states.every(({ agencyId }) => agencyId === 'sandbox-county'));
    const [first] = states;
    assert.equal(first?.id, user.id);
    assert.equal(first?.isLocked, true);
    assert.equal(first?.openSessions, 1);
    assert.equal(first?.lastSignedInAt, clock.now());
  });

  test('a portal session lasts its hours and not a millisecond more', async () => {
    const { token, expiresAt } = await enter(await newPerson(parts));
    assert.equal(expiresAt, clock.now() + 12 * 3_600_000);
    clock.advance(12 * 3_600_000 - 1);
    assert.notEqual(await findPortalSession(parts, token.reveal()), null);
    clock.advance(1);
    assert.equal(await findPortalSession(parts, token.reveal()), null);
  });

  test('signing out ends that session alone, and an unknown token is no session', async () => {
    const user = await newPerson(parts);
    const [first, second] = [await enter(user), await enter(user)];
    await signOut(parts, {
      token: first.token.reveal(),
      userId: user.id,
      agencyId: user.agencyId,
      origin: originFrom(),
    });
    assert.equal(await findPortalSession(parts, first.token.reveal()), null);
    assert.notEqual(await findPortalSession(parts, second.token.reveal()), null);
    for (const token of ['', 'unknown', user.id]) assert.equal(await findPortalSession(parts, token), null);
  });

  test('a session token is stored hashed', async () => {
    const { token } = await enter(await newPerson(parts));
    const rows = await parts.database.read.selectFrom('portal_sessions').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(token.reveal()));
  });
});
