import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { SYSTEM } from '../../audit/actors.ts';
import type { BoardFilter } from './types.ts';
import { addBoard, listBoards, removeBoard } from './wall-boards.ts';

const AGENCY = 'sandbox-county';
const ORIGIN = { source: '127.0.0.1', requestId: 'r' };

onEachEngine('a wall display', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let alarm: Caller;
  before(async () => {
    world = await testWorld(engine);
    alarm = await callerOf(world.app, 'sandbox-alarm');
    for (const [callflow, emergency_type] of [
      ['sandbox', 'FIRE'],
      ['sandbox', 'TEST_FIRE'],
      ['harbor', 'FIRE'],
    ]) {
      const location = { civic: { street_1: '1 Elm Street' } };
      const event = { emergency_type, location };
      const user = { full_name: 'Jordan Rivera', phone_number: '+15555550123' };
      const { status } = await alarm('POST', '/v1/rem/trigger', { callflow, variables: { user, event } });
      assert.equal(status, 200);
    }
  });
  after(() => world.stop());

  const make = (name: string, filter: BoardFilter = {}) =>
    addBoard(world.parts, { agencyId: AGENCY, name, filter, madeBy: 'Avery Admin', actor: SYSTEM, origin: ORIGIN });
  const ask = (token?: string) =>
    world.app.inject({
      method: 'GET',
      url: '/api/board',
      headers: token === undefined ? {} : { 'sallyport-board': token },
    });

  test("shows its agency's active incidents without anybody's name or number, and nothing else by its token", async () => {
    const { token } = await make('North wall');
    const answer = await ask(token.reveal());
    assert.equal(answer.statusCode, 200);
    const { rows, name, agency_name } = answer.json();
    assert.deepEqual([name, agency_name, rows.length], ['North wall', 'Sandbox County 9-1-1', 2]);
    assert.ok(!/Rivera|0123/.test(answer.body), answer.body);
    for (const url of ['/api/incidents', '/api/session', '/api/wall-boards', `/api/incidents/${rows[0].id}`]) {
      const headers = { 'sallyport-board': token.reveal(), authorization: `Bearer ${token.reveal()}` };
      assert.equal((await world.app.inject({ method: 'GET', url, headers })).statusCode, 401, url);
    }
  });

  test('leaves out what its filter does', async () => {
    const { token } = await make('No tests', { hidesTests: true });
    assert.equal((await ask(token.reveal())).json().rows.length, 1);
    const calls = await make('Calls', { kind: 'call' });
    assert.equal((await ask(calls.token.reveal())).json().rows.length, 0);
  });

  test('is refused from the moment it is ended, which its own agency alone may do, once', async () => {
    const { board, token } = await make('South wall');
    const end = (agencyId: string) =>
      removeBoard(world.parts, { agencyId, id: board.id, actor: SYSTEM, origin: ORIGIN });
    await assert.rejects(end('harbor-city'), { code: 'not_found' });
    assert.equal((await ask(token.reveal())).statusCode, 200);
    await end(AGENCY);
    assert.equal((await ask(token.reveal())).statusCode, 401);
    await assert.rejects(end(AGENCY), { code: 'not_found' });
    assert.ok((await listBoards(world.parts, AGENCY)).every(({ id }) => id !== board.id));
    for (const wrong of [undefined, '', 'x', `${token.reveal()}x`, 'a'.repeat(5_000)]) {
      assert.ok([401, 431].includes((await ask(wrong)).statusCode), wrong);
    }
  });

  test('is known to have read, to a minute', async () => {
    const { board, token } = await make('East wall');
    const seen = async () => (await listBoards(world.parts, AGENCY)).find(({ id }) => id === board.id)?.seenAt;
    assert.equal(await seen(), null);
    await ask(token.reveal());
    const first = await seen();
    world.clock.step(30_000);
    await ask(token.reveal());
    assert.equal(await seen(), first);
    world.clock.step(31_000);
    await ask(token.reveal());
    assert.equal(await seen(), (first ?? 0) + 61_000);
  });

  test('is not the fifty-first of an agency', async () => {
    const there = (await listBoards(world.parts, AGENCY)).length;
    for (let count = there; count < 50; count += 1) await make(`Wall ${count}`);
    await assert.rejects(make('One more'), { code: 'conflict' });
  });
});
