import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CENTER, raiseOne, STATION } from '../../../../testing/src/alerts.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { originFrom } from '../../../../testing/src/people.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { saveBoundary } from '../../agencies/boundaries/store.ts';
import { changeAlert } from '../alerts/change-alert.ts';
import { claimIncident } from '../claims/claim-incident.ts';
import { closeIncident } from '../claims/close-incident.ts';
import { lockIncident, saveSignalled } from '../incident/store.ts';
import type { Incident } from '../incident/types.ts';
import { AREA_TEXT_AT_MOST, areaText, readArea } from './area.ts';
import { dismissIncident, listSection, undoDismissal } from './list-section.ts';
import type { QueueFilter, Section } from './types.ts';

const SEAT = '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d88';
const origin = originFrom();

onEachEngine('the sections of an agency’s incidents', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const agencyId = 'sandbox-county';
  const colleague = { userId: 'user-a', name: 'Ada Example' };
  const of = (incidentId: string) => ({
    agencyId,
    incidentId,
    colleague,
    actor: { kind: 'user', id: 'user-a' } as const,
  });
  const change = ({ id }: Incident, party: typeof CENTER, asked: object) =>
    changeAlert(world.parts, {
      ...{ status: null, disposition: null, declineReason: null, cancelReason: null, ...asked },
      ...{ party, incidentId: id, origin },
    });
  async function page(
    section: Section,
    more: { filter?: QueueFilter; userId?: string; limit?: number; before?: string } = {},
  ) {
    const { filter = {}, userId = null, limit = 200, before: place } = more;
    return listSection(world.parts, { agencyId, userId, section, filter, hidesTests: false, before: place, limit });
  }
  const idsOf = async (...asked: Parameters<typeof page>) => (await page(...asked)).incidents.map(({ id }) => id);

  test('are of what is open or claimed, and of the rest, each paged apart', async () => {
    const early = await raiseOne(world.parts);
    const ended: string[] = [];
    for (let count = 0; count < 5; count += 1) {
      world.clock.advance(1_000);
      const alert = await raiseOne(world.parts);
      await change(alert, STATION, { status: 'CANCELED', cancelReason: 'False alarm' });
      ended.unshift(alert.id);
    }
    assert.deepEqual(await idsOf('active', { limit: 2 }), [early.id], 'five ended ones push it off no page');
    const first = await page('ended', { limit: 2 });
    const second = await page('ended', { limit: 2, before: first.nextBefore ?? '' });
    const third = await page('ended', { limit: 2, before: second.nextBefore ?? '' });
    assert.deepEqual(
      [first, second, third].flatMap(({ incidents }) => incidents.map(({ id }) => id)),
      ended,
    );
    assert.equal(third.nextBefore, null);

    const [last = ''] = ended;
    await claimIncident(world.parts, { ...of(last), seat: SEAT, takeOverReason: null });
    assert.deepEqual(
      await idsOf('active'),
      [last, early.id],
      'what somebody works on is active, whatever its sender states',
    );
    await closeIncident(world.parts, { ...of(last), outcome: null });
    await closeIncident(world.parts, { ...of(early.id), outcome: null });
    assert.deepEqual(await idsOf('active'), []);
    assert.equal((await idsOf('ended')).length, 6);
  });

  test('hold what nobody touched for a day among the ended ones, unless somebody has it', async () => {
    const [forgotten, kept] = [await raiseOne(world.parts), await raiseOne(world.parts)];
    await claimIncident(world.parts, { ...of(kept.id), seat: SEAT, takeOverReason: null });
    world.clock.advance(24 * 3_600_000 + 1);
    assert.deepEqual(await idsOf('active'), [kept.id]);
    assert.ok((await idsOf('ended')).includes(forgotten.id));
  });

  test('leave out what a person dismissed, for them alone, until it is undone or signalled again', async () => {
    const { id } = await raiseOne(world.parts);
    const userId = 'user-a';
    world.clock.advance(1_000);
    await dismissIncident(world.parts, { agencyId, userId, incidentId: id });
    await dismissIncident(world.parts, { agencyId, userId, incidentId: id });
    assert.ok(!(await idsOf('active', { userId })).includes(id));
    assert.deepEqual(await idsOf('dismissed', { userId }), [id]);
    assert.ok((await idsOf('active', { userId: 'user-b' })).includes(id));
    assert.deepEqual(await idsOf('dismissed', { userId: 'user-b' }), []);
    await undoDismissal(world.parts, { agencyId, userId, incidentId: id });
    assert.ok((await idsOf('active', { userId })).includes(id));

    await dismissIncident(world.parts, { agencyId, userId, incidentId: id });
    world.clock.advance(1_000);
    await world.parts.database.write(async (tx) => {
      const locked = await lockIncident(tx, agencyId, id, world.clock.now());
      if (locked !== undefined) saveSignalled(tx, { ...locked, listedAt: world.clock.now() });
    });
    assert.ok((await idsOf('active', { userId })).includes(id), 'a further signal brings it back');
  });

  test('refuse a dismissal of what waits for an answer and of another agency’s', async () => {
    const waiting = await raiseOne(world.parts, {}, { requestsDispatch: true });
    const userId = 'user-a';
    await refusedWith('conflict', dismissIncident(world.parts, { agencyId, userId, incidentId: waiting.id }));
    const other = await raiseOne(world.parts, {}, { agencyId: 'harbor-city' });
    await refusedWith('not_found', dismissIncident(world.parts, { agencyId, userId, incidentId: other.id }));
    await refusedWith('not_found', undoDismissal(world.parts, { agencyId, userId, incidentId: other.id }));
    assert.ok(!(await idsOf('active')).includes(other.id));
  });

  test('are filtered by kind, status, type with its tests, source, time and id', async () => {
    world.clock.advance(60_000);
    const since = world.clock.now();
    const fire = await raiseOne(world.parts, { emergencyType: 'FIRE', suppliedBy: 'Alpha' });
    const drill = await raiseOne(world.parts, { emergencyType: 'FIRE', suppliedBy: 'Alpha', isTest: true });
    world.clock.advance(1_000);
    const theft = await raiseOne(world.parts, { emergencyType: 'BURGLARY', suppliedBy: 'Beta' });
    const found = async (filter: QueueFilter) => (await idsOf('active', { filter: { since, ...filter } })).toSorted();
    assert.deepEqual(await found({}), [fire.id, drill.id, theft.id].toSorted());
    assert.deepEqual(await found({ emergencyType: 'FIRE' }), [fire.id, drill.id].toSorted());
    assert.deepEqual(await found({ suppliedBy: 'Beta' }), [theft.id]);
    assert.deepEqual(await found({ until: since + 500 }), [fire.id, drill.id].toSorted());
    assert.deepEqual(await found({ ids: [theft.id] }), [theft.id]);
    assert.deepEqual(await found({ kind: 'call' }), []);
    assert.deepEqual(await found({ status: 'ACCEPTED' }), []);
    await change(theft, CENTER, { status: 'ACCEPTED' });
    assert.deepEqual(await found({ status: 'ACCEPTED' }), [theft.id]);
  });

  test('are filtered by area: a box, one over the antimeridian, the boundary; what has no position is in none', async () => {
    world.clock.advance(60_000);
    const since = world.clock.now();
    const at = (latitude: number | null, longitude: number | null) =>
      raiseOne(world.parts, {
        location: { latitude, longitude, uncertaintyRadius: 20, civic: null, source: 'test', locatedAt: since },
      });
    const inside = await at(30.27, -97.74);
    const edge = await at(30.28, -97.72);
    const away = await at(31, -97.74);
    const fiji = await at(-17, 179.9);
    const samoa = await at(-17, -179.9);
    const nowhere = await at(null, null);
    const found = async (area: string) =>
      (await idsOf('active', { filter: { since, area: readArea(area) } })).toSorted();
    assert.deepEqual(await found('-97.76,30.25,-97.72,30.28'), [inside.id, edge.id].toSorted());
    assert.deepEqual(await found('179.5,-18,-179.5,-16'), [fiji.id, samoa.id].toSorted());
    assert.deepEqual(await found('-180,-90,180,90'), [inside.id, edge.id, away.id, fiji.id, samoa.id].toSorted());
    const ring = [
      [-97.8, 30.2],
      [-97.7, 30.2],
      [-97.8, 30.3],
      [-97.8, 30.2],
    ];
    await world.parts.database.write(({ query }) =>
      saveBoundary(query, {
        ...{ agencyId, boundary: { type: 'Polygon', coordinates: [ring] }, positionCount: 4, changedAt: since },
        bounds: { west: -97.8, south: 30.2, east: -97.7, north: 30.3 },
      }),
    );
    const corner = await at(30.29, -97.71);
    const within = await at(30.21, -97.79);
    assert.deepEqual(await found('boundary'), [within.id], 'what is in its box and not in it is left out');
    await world.parts.database.write(({ query }) =>
      query.deleteFrom('agency_boundaries').where('agency_id', '=', agencyId).execute(),
    );
    assert.equal((await found('boundary')).length, 8, 'without a boundary nothing is left out');
    for (const { id } of [nowhere, corner]) assert.ok((await found('boundary')).includes(id));
  });

  test('are filtered by a polygon with its edges, over the antimeridian, and what moves in or out of it is', async () => {
    world.clock.advance(60_000);
    const since = world.clock.now();
    const placed = (latitude: number, longitude: number) => ({
      ...{ latitude, longitude, uncertaintyRadius: 20, civic: null, source: 'test', locatedAt: since },
    });
    const at = (latitude: number, longitude: number) =>
      raiseOne(world.parts, { location: placed(latitude, longitude) });
    const inside = await at(30.21, -97.79);
    const edge = await at(30.2, -97.75);
    const corner = await at(30.29, -97.71);
    const taveuni = await at(-17, 179.9);
    const samoa = await at(-17, -179.9);
    const found = async (area: string) =>
      (await idsOf('active', { filter: { since, area: readArea(area) } })).toSorted();
    const triangle = '-97.8,30.2;-97.7,30.2;-97.8,30.3';
    assert.deepEqual(await found(triangle), [inside.id, edge.id].toSorted());
    assert.deepEqual(
      await found(`${triangle};-97.8,30.2`),
      [inside.id, edge.id].toSorted(),
      'closed or not is the same',
    );
    const over = [taveuni.id, samoa.id].toSorted();
    assert.deepEqual(await found('179,-18;-179,-18;-179,-16;179,-16'), over);
    assert.deepEqual(await found('-179,-16;179,-16;179,-18;-179,-18'), over, 'from the other side, too');
    assert.deepEqual(await found('179,-18;180,-18;180,-16;179,-16'), [taveuni.id]);
    const other = await raiseOne(world.parts, { location: placed(30.21, -97.79) }, { agencyId: 'harbor-city' });
    assert.ok(!(await found(triangle)).includes(other.id), 'another agency’s is in no area of this one');

    const moved = async (id: string, latitude: number, longitude: number) =>
      world.parts.database.write(async (tx) => {
        const locked = await lockIncident(tx, agencyId, id, world.clock.now());
        if (locked !== undefined) saveSignalled(tx, { ...locked, location: placed(latitude, longitude) });
      });
    await moved(inside.id, 31, -97.79);
    await moved(corner.id, 30.22, -97.79);
    assert.deepEqual(await found(triangle), [edge.id, corner.id].toSorted());
  });

  test('are paged in an area by its own, whatever lies between', async () => {
    world.clock.advance(60_000);
    const since = world.clock.now();
    const raised: string[] = [];
    for (let count = 0; count < 12; count += 1) {
      world.clock.advance(1_000);
      const latitude = count % 4 === 0 ? 10 : 20;
      const { id } = await raiseOne(world.parts, {
        location: { latitude, longitude: 10, uncertaintyRadius: null, civic: null, source: 'test', locatedAt: since },
      });
      if (latitude === 10) raised.unshift(id);
    }
    const filter = { since, area: readArea('9,9,11,11') };
    const first = await page('active', { filter, limit: 2 });
    const second = await page('active', { filter, limit: 2, before: first.nextBefore ?? '' });
    assert.deepEqual(
      [...first.incidents, ...second.incidents].map(({ id }) => id),
      raised,
    );
    assert.equal(second.nextBefore, null);
  });
});

test('a polygon that is none is refused, and a text of it is what it was read from', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => {
      const angle = (index / count) * 2 * Math.PI;
      return `${(10 + Math.cos(angle)).toFixed(6)},${(10 + Math.sin(angle)).toFixed(6)}`;
    }).join(';');
  const wrong: readonly (readonly [given: string, why: RegExp])[] = [
    [';', /Corner 1 of area must be/],
    ['0,0;1,0', /3 to 100 corners/],
    ['0,0;1,0;0,0', /3 to 100 corners/],
    [many(101), /3 to 100 corners/],
    [many(10_000), /3 to 100 corners/],
    ['0,0;1,0;NaN,1', /Corner 3 of area/],
    ['0,0;1,0;1e9,1', /Corner 3 of area/],
    ['0,0;1,0;1000000000,1', /Corner 3 of area/],
    ['0,0;181,0;0,1', /Corner 2 of area/],
    ['0,0;1,0;0,91', /Corner 3 of area/],
    ['0,0;1,0;0,1;', /Corner 4 of area/],
    ['0,0,0;1,0,0;0,1,0', /Corner 1 of area/],
    ['0,0;1,1;2,2', /at least 100 square metres/],
    ['0,0;0.00001,0;0,0.00001', /at least 100 square metres/],
    ['0,0;2,2;2,0;0,1', /cross each other/],
    ['0,0;1,1;0,1;1,0', /cross each other/],
    ['0,0;3,0;3,3;1,-1', /cross each other/],
    ['-90,0;0,10;90,0;0,-10', /less than 180 degrees/],
    ['-120,80;0,80;120,80', /less than 180 degrees/],
  ];
  for (const [given, why] of wrong) assert.throws(() => readArea(given), why, given.slice(0, 60));
  assert.doesNotThrow(() => readArea(many(100)));
  assert.ok(many(100).length <= AREA_TEXT_AT_MOST);
  for (const text of ['0,0;1,0;0,1', '179,-18;-179,-18;-179,-16;179,-16', '-97.8,30.2;-97.7,30.2;-97.8,30.3']) {
    const area = readArea(text);
    assert.ok(area !== 'boundary');
    assert.equal(areaText(area), text);
  }
});

test('an area that is none is refused', () => {
  const wrong = [
    '',
    'county',
    'Boundary',
    '1,2,3',
    '1,2,3,4,5',
    '0,10,0,9',
    '-181,0,0,0',
    '0,0,181,0',
    '0,-91,0,0',
    '0,0,0,91',
  ];
  for (const given of [...wrong, '1e1,0,0,0', 'NaN,0,0,0', 'Infinity,0,0,0', '0x1,0,0,0', ',,,', '1;2;3;4']) {
    assert.throws(() => readArea(given), /area must be /, given);
  }
  assert.deepEqual(readArea(' -97.76, 30.25,-97.72,30.28'), { west: -97.76, south: 30.25, east: -97.72, north: 30.28 });
});
