import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, originFrom, PASSWORD } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { signIn } from '../sessions/portal-session.ts';
import { listAllOperators } from '../users/list-users.ts';
import { disableUser } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { releaseUserLock } from './administer-user.ts';
import { disableOperator } from './disable-operator.ts';

onEachEngine('operators', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let releaser: User;
  before(async () => {
    world = await testWorld(engine, { limitSignInsPerMinute: 100, limitFailuresPerMinute: 0, limitNamesPerMinute: 0 });
    releaser = await newPerson(world.parts, { role: 'operator', agencyId: null });
  });
  after(() => world.stop());

  const enter = ({ email }: User, password = PASSWORD) =>
    signIn(world.parts, { email, password, origin: originFrom() });
  async function lock(user: User): Promise<void> {
    for (let failure = 0; failure < 5; failure += 1) await refusedWith('invalid_credentials', enter(user, 'wrong'));
    await refusedWith('invalid_credentials', enter(user));
  }
  /** Asked over HTTP by a person who is signed in. */
  async function send(by: User, method: 'GET' | 'POST', url: string) {
    const { token } = await enter(by);
    return world.app.inject({ method, url, headers: { cookie: `sallyport_session=${token.reveal()}` } });
  }

  test('another operator releases a locked one, who signs in at once, with an audit record of no agency', async () => {
    const locked = await newPerson(world.parts, { role: 'operator', agencyId: null });
    await lock(locked);
    const listed = (await send(releaser, 'GET', '/api/operators')).json().users as { id: string; is_locked: boolean }[];
    assert.equal(listed.find(({ id }) => id === locked.id)?.is_locked, true);
    const answer = await send(releaser, 'POST', `/api/operators/${locked.id}/release-lock`);
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.json().is_locked, false);
    await enter(locked);
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['action', 'actor_id', 'agency_id', 'outcome'])
      .where('subject', '=', locked.id)
      .where('action', '=', 'user.lock_released')
      .execute();
    const record = { action: 'user.lock_released', actor_id: releaser.id, agency_id: null, outcome: 'success' };
    assert.deepEqual(
      records.map((each) => ({ ...each })),
      [record],
    );
  });

  test('a user of an agency is no operator, an operator is no user of an agency, and a stranger is neither', async () => {
    const user = await newPerson(world.parts);
    await lock(user);
    for (const id of [user.id, 'no-such-user', '%20', 'null']) {
      const answer = await send(releaser, 'POST', `/api/operators/${id}/release-lock`);
      assert.equal(answer.statusCode, 404, `${id}: ${answer.body}`);
    }
    await refusedWith('invalid_credentials', enter(user));
    const path = `/api/users/${releaser.id}/release-lock?agency_id=sandbox-county`;
    assert.equal((await send(releaser, 'POST', path)).statusCode, 404);
    const listed = await listAllOperators(world.parts);
    assert.ok(listed.length >= 2 && listed.every(({ role }) => role === 'operator'));
  });

  test("an agency's administrator neither sees operators nor releases them", async () => {
    const admin = await newPerson(world.parts, { role: 'admin' });
    const locked = await newPerson(world.parts, { role: 'operator', agencyId: null });
    await lock(locked);
    assert.equal((await send(admin, 'GET', '/api/operators')).statusCode, 403);
    assert.equal((await send(admin, 'POST', `/api/operators/${locked.id}/release-lock`)).statusCode, 403);
    const own = {
      agencyId: 'sandbox-county',
      userId: locked.id,
      actor: { kind: 'user', id: admin.id } as const,
      origin: originFrom(),
    };
    await refusedWith('not_found', releaseUserLock(world.parts, own));
    await refusedWith('invalid_credentials', enter(locked));
  });

  const operatorNew = () => newPerson(world.parts, { role: 'operator', agencyId: null });
  async function patch(by: User, id: string, payload: object) {
    const { token } = await enter(by);
    const headers = { cookie: `sallyport_session=${token.reveal()}` };
    return world.app.inject({ method: 'PATCH', url: `/api/operators/${id}`, headers, payload });
  }

  test('another operator disables one, whose sessions end at once, and enables them again, each recorded', async () => {
    const other = await operatorNew();
    const { token } = await enter(other);
    const open = () =>
      world.app.inject({ url: '/api/session', headers: { cookie: `sallyport_session=${token.reveal()}` } });
    assert.equal((await open()).statusCode, 200);
    const disabled = await patch(releaser, other.id, { is_disabled: true });
    assert.deepEqual([disabled.statusCode, disabled.json().status], [200, 'disabled'], disabled.body);
    assert.equal((await open()).statusCode, 401);
    await refusedWith('invalid_credentials', enter(other));
    const enabled = await patch(releaser, other.id, { is_disabled: false });
    assert.notEqual(enabled.json().status, 'disabled');
    await enter(other);
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['actor_id', 'agency_id', 'detail'])
      .where('subject', '=', other.id)
      .where('action', '=', 'user.edited')
      .execute();
    assert.deepEqual(records.map(({ detail }) => JSON.parse(detail).is_disabled).sort(), [false, true]);
    for (const each of records) assert.deepEqual([each.actor_id, each.agency_id], [releaser.id, null]);
  });

  test('nobody disables themselves, a user of an agency or nobody, and no administrator disables an operator', async () => {
    assert.equal((await patch(releaser, releaser.id, { is_disabled: true })).statusCode, 409);
    const user = await newPerson(world.parts);
    for (const id of [user.id, 'nobody', '%20']) {
      assert.equal((await patch(releaser, id, { is_disabled: true })).statusCode, 404, id);
    }
    const admin = await newPerson(world.parts, { role: 'admin' });
    assert.equal((await patch(admin, releaser.id, { is_disabled: true })).statusCode, 403);
    for (const payload of [{}, { is_disabled: 'true' }, { is_disabled: null }, { is_disabled: true, role: 'agent' }]) {
      assert.equal((await patch(releaser, releaser.id, payload)).statusCode, 400, JSON.stringify(payload));
    }
    await enter(releaser);
  });

  test('who was disabled since they were let in enables neither themselves nor another', async () => {
    const [one, other] = [await operatorNew(), await operatorNew()];
    for (const { id } of [one, other]) {
      await world.parts.database.write(({ query }) => disableUser(query, id, world.clock.now()));
    }
    const actor = { kind: 'user', id: one.id } as const;
    for (const { id } of [one, other]) {
      await refusedWith(
        'forbidden',
        disableOperator(world.parts, { userId: id, isDisabled: false, actor, origin: originFrom() }),
      );
    }
    const states = await listAllOperators(world.parts);
    assert.ok(
      states.filter(({ id }) => id === one.id || id === other.id).every(({ disabledAt }) => disabledAt !== null),
    );
  });

  test('of two who disable each other at once one stays, and the last one cannot be disabled', async () => {
    const [one, two] = [await operatorNew(), await operatorNew()];
    for (const { id } of await listAllOperators(world.parts)) {
      if (id === one.id || id === two.id) continue;
      await world.parts.database.write(({ query }) => disableUser(query, id, world.clock.now()));
    }
    const disable = (by: User, id: string) =>
      disableOperator(world.parts, {
        userId: id,
        isDisabled: true,
        actor: { kind: 'user', id: by.id },
        origin: originFrom(),
      });
    const both = await Promise.allSettled([disable(one, two.id), disable(two, one.id)]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const left = (await listAllOperators(world.parts)).filter(({ disabledAt }) => disabledAt === null);
    assert.equal(left.length, 1);
    const last = left[0] as User;
    const console = { kind: 'console', id: 'console' } as const;
    const asked = { userId: last.id, isDisabled: true, actor: console, origin: originFrom() };
    await refusedWith('conflict', disableOperator(world.parts, asked));
  });
});
