import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { WallBoard as WallBoardOverHttp } from '@sallyport/contract';
import { newSession } from '../../../../testing/src/application-sign-ins.ts';
import { type Caller, callerOf } from '../../../../testing/src/caller.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson } from '../../../../testing/src/people.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { SYSTEM } from '../../audit/actors.ts';
import { readArea } from '../queue/area.ts';
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

  test('shows of an area what is in it now, in a box, in a polygon, and over the antimeridian', async () => {
    const phone = (line: string) => ({ full_name: 'Jordan Rivera', phone_number: `+1555555${line}` });
    const at = async (latitude: number, longitude: number, line: string) => {
      const event = { emergency_type: 'FIRE', location: { geodetic: { latitude, longitude, uncertainty: 25 } } };
      const variables = { user: phone(line), event };
      const { status } = await alarm('POST', '/v1/rem/trigger', { callflow: 'sandbox', variables });
      assert.equal(status, 200);
    };
    await at(-20.5, 60.5, '0131');
    await at(-20.1, 60.9, '0132');
    await at(52, 179.9, '0133');
    const shown = async (area: string) => {
      const { token } = await make(`Of ${area.slice(0, 40)}`, { area: readArea(area) });
      return (await ask(token.reveal())).json();
    };
    assert.equal((await shown('60,-21,61,-20')).rows.length, 2);
    assert.equal((await shown('60,-21;61,-21;60,-20')).rows.length, 1);
    const over = await shown('179,51;-179,51;-179,53;179,53');
    assert.equal(over.rows.length, 1);
    assert.deepEqual(over.filter, { area: '179,51;-179,51;-179,53;179,53' });
    assert.equal((await shown('179,51,-179,53')).rows.length, 1);
    assert.equal((await shown('10,10,11,11')).rows.length, 0);
    const { token } = await make('Tests there', { area: readArea('60,-21,61,-20'), kind: 'call' });
    assert.equal((await ask(token.reveal())).json().rows.length, 0, 'kind and area both hold');
    assert.equal((await shown('boundary')).rows.length, 0, 'all of them are far from the agency');
    await at(40.7484, -73.9857, '0134');
    assert.equal((await shown('boundary')).rows.length, 1);
  });

  test('is refused an area that is none, over HTTP, by what is wrong with it', async () => {
    const admin = await newPerson(world.parts, { role: 'admin' });
    const cookies = { sallyport_session: await newSession(world, admin) };
    const add = (area: unknown) =>
      world.app.inject({
        ...{ method: 'POST', url: '/api/wall-boards', cookies },
        payload: { name: 'Of an area', filter: { area } },
      });
    const corners = (count: number) =>
      Array.from({ length: count }, (_, index) => {
        const angle = (index / count) * 2 * Math.PI;
        return `${(60 + Math.cos(angle)).toFixed(5)},${(10 + Math.sin(angle)).toFixed(5)}`;
      }).join(';');
    for (const [area, why] of [
      ['60,-21;61,-20;61,-21;60,-20', /no edges that cross/],
      ['60,-21;61,-21', /3 to 100 corners/],
      [corners(101), /3 to 100 corners/],
      ['60,-21;60.00001,-21;60,-20.99999', /at least 100 square metres/],
      ['-170,0;0,0;80,0;0,80', /less than 180 degrees/],
      ['somewhere', /area must be boundary/],
      ['60,-21,61', /area must be boundary/],
      ['60,91;61,91;60,92', /Corner 1 of area/],
    ] as const) {
      const answer = await add(area);
      assert.equal(answer.statusCode, 400, area);
      assert.match(answer.json().detail, why);
    }
    for (const area of ['', {}, 5, ['boundary'], '6'.repeat(2_401)]) {
      assert.equal((await add(area)).statusCode, 400, String(area));
    }
    const made = await add(corners(100));
    assert.equal(made.statusCode, 201, made.body);
    assert.equal(made.json().board.filter.area.split(';').length, 100);
    const listed = await world.app.inject({ method: 'GET', url: '/api/wall-boards', cookies });
    assert.ok(
      listed.json().boards.some(({ filter }: WallBoardOverHttp) => filter.area === made.json().board.filter.area),
    );
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
