import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson } from '../../../../testing/src/people.ts';
import { createSystemRandom } from '../../kernel/random.ts';
import { SteadyClock } from '../../kernel/steady-clock.ts';
import { migration } from './0026-address-keys.ts';

onEachEngine('moving places to the keys of their addresses', (engine) => {
  test('people stay known and locked where they were, by the /64', async () => {
    const database = await engine.open();
    await database.write((tx) =>
      tx.query.insertInto('agencies').values({ id: 'sandbox-county', name: 'Sandbox', created_at: 1 }).execute(),
    );
    const person = await newPerson({ database, clock: new SteadyClock(), random: createSystemRandom() });
    const user_id = person.id;
    await database.write(async ({ query }) => {
      for (const source of ['2001:db8:1:2::1', '2001:db8:1:2::2', '::ffff:192.0.2.7', '192.0.2.9']) {
        await query.insertInto('user_sources').values({ user_id, source, last_signed_in_at: 5 }).execute();
      }
      const failure = { user_id, failed_count: 3, window_started_at: 5 };
      const failures = [
        { ...failure, source: '2001:db8:9::1', locked_at: 7 },
        { ...failure, source: '2001:db8:9::2', locked_at: null },
        { ...failure, source: '192.0.2.9', locked_at: null },
      ];
      for (const row of failures) await query.insertInto('sign_in_failures').values(row).execute();
    });
    // As it was before, and then as the migration leaves it.
    await database.write(async ({ query }) => {
      for (const name of ['audit_refusals_by_claim', 'developer_sign_ups_by_email']) {
        await query.executeQuery(CompiledQuery.raw(`DROP INDEX ${name}`));
      }
      await query.executeQuery(CompiledQuery.raw('DROP TABLE developer_sources'));
      await migration(database.engine).up(query);
    });
    const sources = await database.read.selectFrom('user_sources').select('source').orderBy('source').execute();
    assert.deepEqual(
      sources.map(({ source }) => source),
      ['192.0.2.7', '192.0.2.9', '2001:db8:1:2::/64'],
    );
    const locks = await database.read
      .selectFrom('sign_in_failures')
      .select(['source', 'locked_at'])
      .orderBy('source')
      .execute();
    assert.deepEqual(
      locks.map(({ source, locked_at }) => [source, locked_at === null ? null : Number(locked_at)]),
      [
        ['192.0.2.9', null],
        ['2001:db8:9::/64', 7],
      ],
    );
    await database.close();
  });
});
