import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { onEachEngine } from '../../testing/engines.ts';
import { migration } from './0008-cad-incidents.ts';

onEachEngine('the migration to CAD incidents', (engine) => {
  test('gives calls that go on their seat, whatever else was said about them', async () => {
    const database = await engine.open();
    const states: Record<string, object> = {
      seated: { call: { position: 'Seat 4' } },
      'without a seat': { call: {} },
      'with a NUL': { call: { position: 'Seat\0' } },
      'with half a surrogate': { call: { position: 'Seat 5', caller_name: '\ud800' } },
    };
    await database.write(async ({ query }) => {
      await query.insertInto('agencies').values({ id: 'county', name: 'County', created_at: 1 }).execute();
      for (const [id, state] of Object.entries(states)) {
        await query
          .insertInto('incidents')
          .values({
            ...{ id, agency_id: 'county', kind: 'call', status: 'ACTIVE', is_test: 0, supplied_by: 'Equipment' },
            ...{ state: JSON.stringify(state), incident_at: 1, created_at: 1, updated_at: 1 },
          })
          .execute();
      }
      for (const sql of [
        'DROP TABLE cad_incidents',
        'DROP INDEX incidents_by_position',
        'DROP INDEX incidents_by_sip_call',
        'ALTER TABLE incidents DROP COLUMN position',
      ]) {
        await query.executeQuery(CompiledQuery.raw(sql));
      }
      await migration(engine.name).up(query);
    });
    const rows = await database.read.selectFrom('incidents').select(['id', 'position']).execute();
    assert.deepEqual(Object.fromEntries(rows.map(({ id, position }) => [id, position])), {
      seated: 'Seat 4',
      'without a seat': null,
      'with a NUL': null,
      'with half a surrogate': null,
    });
    await database.close();
  });
});
