import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Kysely, sql } from 'kysely';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import type { Schema } from '../schema.ts';
import { migration } from './0038-one-lockout.ts';

interface Before {
  developer_failures: { developer_id: string; source: string; failed_count: number; window_started_at: number };
}

onEachEngine('one table of failures', (engine) => {
  test('keeps locks of users, takes over those of developers, and leaves the old table to the version before', async () => {
    const database = await engine.open();
    await database.write(async ({ query }) => {
      const person = { agency_id: null, first_name: 'A', last_name: 'B', created_at: 1, role: 'agent' };
      await query
        .insertInto('users')
        .values({ ...person, id: 'u', email: 'u@sandbox.test' })
        .execute();
      for (const id of ['waits', 'tries']) {
        await query
          .insertInto('developers')
          .values({ id, email: `${id}@sandbox.test`, name: id, password_hash: 'x', created_at: 1 })
          .execute();
      }
      await query
        .insertInto('sign_in_failures')
        .values({ user_id: 'u', source: '', failed_count: 7, window_started_at: 3, locked_at: 2 })
        .execute();
      const before = query as unknown as Kysely<Before>;
      const failure = { source: '192.0.2.1', window_started_at: 5 };
      await before
        .insertInto('developer_failures')
        .values({ ...failure, developer_id: 'waits', failed_count: 5 })
        .execute();
      await before
        .insertInto('developer_failures')
        .values({ ...failure, developer_id: 'tries', failed_count: 4 })
        .execute();
      await migration(engine.name).up?.(query as Kysely<never>);
    });
    const rows = await database.read.selectFrom('sign_in_failures').selectAll().orderBy('user_id').execute();
    assert.deepEqual(
      rows.map((row) => [row.user_id, row.source, Number(row.failed_count), row.locked_at]),
      [
        ['tries', '192.0.2.1', 4, null],
        ['u', '', 7, 2],
        ['waits', '192.0.2.1', 5, 5],
      ],
    );
    const count = sql<{ left: number }>`SELECT count(*) AS "left" FROM developer_failures`;
    assert.equal(Number((await count.execute(database.read as Kysely<Schema>)).rows[0]?.left), 2);
    await database.close();
  });
});
