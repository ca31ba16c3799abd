import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { listNumbers } from './read-numbered.ts';

onEachEngine('the numbers of incidents', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  const insert = (from: number, to: number, agencyId: string) =>
    world.parts.database.write(async (tx) => {
      for (let at = from; at < to; at += 1) {
        const values = `('${agencyId}-${at}', '${agencyId}', 'call', 'ACTIVE', 0, 'test', '{}', ${at}, ${at}, ${at})`;
        const columns = 'id, agency_id, kind, status, is_test, supplied_by, state, incident_at, created_at, updated_at';
        await tx.query.executeQuery(CompiledQuery.raw(`INSERT INTO incidents (${columns}) VALUES ${values}`));
      }
    });

  test('each incident has a number of its own, later ones a greater one, also after the greatest is deleted', async () => {
    await insert(1, 4, 'sandbox-county');
    const [newest = 0, ...others] = await listNumbers(world.parts, 'sandbox-county', 0);
    assert.equal(others.length, 2);
    assert.ok(others.every((number) => number < newest));
    await world.parts.database.write((tx) => tx.query.deleteFrom('incidents').where('number', '=', newest).execute());
    await insert(4, 5, 'sandbox-county');
    const [next = 0] = await listNumbers(world.parts, 'sandbox-county', 0);
    assert.ok(next > newest);
  });

  test('a list of minutes is read by its index, however many incidents there are', async () => {
    await insert(1_000, 1_300, 'sandbox-county');
    await insert(1_000, 1_300, 'harbor-city');
    const { database } = world.parts;
    const listed = `SELECT number FROM incidents WHERE agency_id = 'sandbox-county' AND created_at >= 1290
      ORDER BY created_at DESC, number DESC LIMIT 10000`;
    if (engine.name === 'postgres') await database.read.executeQuery(CompiledQuery.raw('ANALYZE incidents'));
    const explain = engine.name === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    const { rows } = await database.read.executeQuery(CompiledQuery.raw(`${explain} ${listed}`));
    assert.match(JSON.stringify(rows), /incidents_newest/);
    assert.equal((await listNumbers(world.parts, 'sandbox-county', 1_290)).length, 10);
  });
});
