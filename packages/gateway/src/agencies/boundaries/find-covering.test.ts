import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { addAgency } from '../add-agency.ts';
import { readAgencyBoundary, setBoundary } from '../set-boundary.ts';
import { findCovering } from './find-covering.ts';

const actor = { kind: 'console', id: 'test' } as const;
/** From west to east and from south to north. */
const box = (west: number, south: number, east: number, north: number) => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
  [west, south],
];

onEachEngine('the agency that covers a position', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
    for (const [id, geometry] of [
      ['inland', { type: 'Polygon', coordinates: [box(0, 0, 10, 10), box(4, 4, 6, 6)] }],
      ['lake', { type: 'Polygon', coordinates: [box(4, 4, 6, 6)] }],
      ['islands', { type: 'MultiPolygon', coordinates: [[box(170, -10, 180, 10)], [box(-180, -10, -170, 10)]] }],
      ['everywhere', { type: 'Polygon', coordinates: [box(-90, -80, 90, 80)] }],
      ['nowhere', null],
    ] as const) {
      await addAgency(world.parts, { agency: { id, name: id }, actor });
      if (geometry !== null) await setBoundary(world.parts, { agencyId: id, geometry, actor });
    }
  });
  after(() => world.stop());

  const at = (longitude: number, latitude: number, ...agencyIds: string[]) =>
    findCovering(world.parts, agencyIds, { latitude, longitude });

  test('is the one it is inside of, outside of every hole', async () => {
    assert.equal(await at(1, 1, 'inland', 'lake'), 'inland');
    assert.equal(await at(5, 5, 'inland', 'lake'), 'lake');
    assert.equal(await at(5, 5, 'inland'), undefined);
    assert.equal(await at(11, 5, 'inland', 'lake', 'nowhere'), undefined);
  });

  test('is the first that is named where several do; an edge, a corner and the edge of a hole belong to it', async () => {
    assert.equal(await at(5, 5, 'lake', 'everywhere'), 'lake');
    assert.equal(await at(5, 5, 'everywhere', 'lake'), 'everywhere');
    for (const [longitude, latitude] of [
      [0, 5],
      [0, 0],
      [10, 10],
      [4, 5],
      [4, 4],
    ] as const) {
      assert.equal(await at(longitude, latitude, 'inland', 'lake'), 'inland', `${longitude}, ${latitude}`);
    }
    assert.equal(await at(-1e-9, 5, 'inland'), undefined);
  });

  test('[RFC 7946 3.1.9] is found on both sides of the antimeridian, and on it by either name', async () => {
    for (const longitude of [175, 180, -180, -175]) assert.equal(await at(longitude, 0, 'islands'), 'islands');
    assert.equal(await at(0, 0, 'islands'), undefined);
  });

  test('changes with its boundary, which is kept as it was given, and recorded', async () => {
    const agencyId = 'nowhere';
    assert.equal(await readAgencyBoundary(world.parts, agencyId), null);
    const geometry = { type: 'Polygon', coordinates: [box(20, 20, 30, 30)] };
    await setBoundary(world.parts, { agencyId, geometry, actor });
    assert.equal(await at(25, 25, agencyId), agencyId);
    assert.deepEqual((await readAgencyBoundary(world.parts, agencyId))?.boundary, geometry);
    await setBoundary(world.parts, { agencyId, geometry: null, actor });
    assert.equal(await at(25, 25, agencyId), undefined);
    const records = await world.parts.database.read
      .selectFrom('audit_records')
      .select('action')
      .where('agency_id', '=', agencyId)
      .where('action', 'like', 'agency.boundary%')
      .execute();
    assert.deepEqual(records.map(({ action }) => action).sort(), ['agency.boundary_removed', 'agency.boundary_set']);
  });

  test('is refused a boundary that is none, and an agency that is none', async () => {
    const before = await readAgencyBoundary(world.parts, 'lake');
    await refusedWith('invalid_request', setBoundary(world.parts, { agencyId: 'lake', geometry: {}, actor }));
    assert.deepEqual(await readAgencyBoundary(world.parts, 'lake'), before);
    await refusedWith('not_found', setBoundary(world.parts, { agencyId: 'none', geometry: null, actor }));
    await refusedWith('not_found', readAgencyBoundary(world.parts, 'none'));
  });
});
