import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { createSystemRandom } from '../../kernel/random.ts';
import { SteadyClock } from '../../kernel/steady-clock.ts';
import { onEachEngine } from '../../testing/engines.ts';
import { newPerson } from '../../testing/people.ts';

onEachEngine('moving places to the keys of their addresses', (engine) => {
  test('people stay known and locked where they were, by the /64', async () => {
    const before = await engine.open();
    await before.write((tx) =>
      tx.query.insertInto('agencies').values({ id: 'sandbox-county', name: 'Sandbox', created_at: 1 }).execute(),
    );
    const person = await newPerson({ database: before, clock: new SteadyClock(), random: createSystemRandom() });
    const user_id = person.id;
    await before.write(async ({ query }) => {
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
    await before.write(async ({ query }) => {
      for (const sql of [
        'DROP INDEX audit_refusals_by_claim',
        'DROP TABLE developer_sources',
        "DELETE FROM kysely_migration WHERE name = '0026-address-keys'",
      ]) {
        await query.executeQuery(CompiledQuery.raw(sql));
      }
    });
    await before.close();
    const database = await engine.open();
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
