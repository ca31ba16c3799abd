import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { type TestPostgres, testPostgres } from '../../../../../testing/src/postgres.ts';
import { silentLog } from '../../../kernel/log.ts';
import type { Database } from '../../database.ts';
import type { Schema } from '../../schema.ts';
import { openPostgresDatabase } from './engine.ts';

const LOCK = 911;
/** More than any of the pools has connections. */
const READS = 20;

describe('what reads of PostgreSQL wait for each other', () => {
  let postgres: TestPostgres;
  let other: pg.Client;
  let database: Database;
  before(async () => {
    postgres = await testPostgres();
    const url = await postgres.newDatabase();
    other = new pg.Client({ connectionString: url });
    await other.connect();
    database = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog });
  });
  after(async () => {
    await database.close();
    await other.end();
    await postgres.stop();
  });

  const countWaiting = async () => {
    const { rows } = await other.query(`SELECT count(*) AS count FROM pg_locks
      WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`);
    return Number(rows[0].count);
  };
  const agencies = (query: Kysely<Schema>) => query.selectFrom('agencies').select('id').execute();

  const NAMES = ['read', 'readFollowing', 'readAccessChanges', 'readApart'] as const;
  for (const kept of NAMES) {
    const free = NAMES.filter((name) => name !== kept);
    test(`${READS} by ${kept} that get no answer keep none by ${free.join(' and ')} waiting`, async () => {
      await other.query(`SELECT pg_advisory_lock(${LOCK})`);
      let answered = 0;
      const waiting = Array.from({ length: READS }, async () => {
        // Given back at once, by the same statement: the connection goes back to its pool.
        await sql`SELECT pg_advisory_xact_lock_shared(${sql.lit(LOCK)})`.execute(database[kept]);
        answered += 1;
      });
      await eventually(async () => (await countWaiting()) >= 1);
      for (const name of free) assert.deepEqual(await agencies(database[name]), []);
      assert.equal(answered, 0);
      await other.query(`SELECT pg_advisory_unlock(${LOCK})`);
      await Promise.all(waiting);
      assert.equal(answered, READS);
    });
  }
});
