import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import pg from 'pg';
import { atOnce, failed, succeeded } from '../../../../../testing/src/barrier.ts';
import { type TestPostgres, testPostgres } from '../../../../../testing/src/postgres.ts';
import { silentLog } from '../../../kernel/log.ts';
import type { Database, Transaction } from '../../database.ts';
import { DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import { openPostgresDatabase } from './engine.ts';

/** Whoever does not wait for the lock is done well before those that wait for it are refused. */
const TIMEOUTS = { ...DEFAULT_TIMEOUTS, lockMs: 500, waitMs: 2_000 };

const addAgency = (id: string) => (tx: Transaction) =>
  tx.query.insertInto('agencies').values({ id, name: id, created_at: 1 }).execute();

describe('PostgreSQL, where somebody else has a row locked,', () => {
  let postgres: TestPostgres;
  let admin: pg.Client;
  let database: Database;
  before(async () => {
    postgres = await testPostgres();
    const url = await postgres.newMigratedDatabase();
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
    database = await openPostgresDatabase(url, { writeConnections: 4, log: silentLog, timeouts: TIMEOUTS });
    await database.write(addAgency('locked'));
    await database.write(addAgency('other'));
  });
  after(async () => {
    await database.close();
    await admin.end();
    await postgres.stop();
  });

  test('delays that agency alone, and refuses it in time', async () => {
    const touch = (agencyId: string): Promise<unknown> =>
      database.write(
        (tx) => tx.query.updateTable('agencies').set({ name: 'touched' }).where('id', '=', agencyId).execute(),
        { agencyId },
      );
    await admin.query("BEGIN; SELECT 1 FROM agencies WHERE id = 'locked' FOR UPDATE");
    const locked = atOnce(30, () => touch('locked'));
    const beside = await atOnce<unknown>(20, (index) =>
      index % 2 === 0 ? touch('other') : database.write(addAgency(`t-${index}`)),
    );
    assert.equal(succeeded(beside).length, 20, String(failed(beside)[0]));
    const refused = failed(await locked) as { code: string; retryAfterSeconds: number }[];
    assert.equal(refused.length, 30);
    for (const { code, retryAfterSeconds } of refused) {
      assert.equal(code, 'unavailable');
      assert.ok(retryAfterSeconds > 0);
    }
    await admin.query('ROLLBACK');
    await touch('locked');
  });

  test('finds out inside the unit which agency it locks, and runs it again when it is that agency’s turn', async () => {
    const touchLate = (agencyId: string) =>
      database.write(async (tx) => {
        await tx.query.selectFrom('agencies').select('id').execute();
        tx.takeTurn(agencyId);
        await tx.query.updateTable('agencies').set({ name: 'late' }).where('id', '=', agencyId).execute();
      });
    await admin.query("BEGIN; SELECT 1 FROM agencies WHERE id = 'locked' FOR UPDATE");
    const locked = atOnce(30, () => touchLate('locked'));
    const beside = await atOnce(20, () => touchLate('other'));
    assert.equal(succeeded(beside).length, 20, String(failed(beside)[0]));
    await admin.query('ROLLBACK');
    const results = await locked;
    assert.ok(failed(results).every((err) => (err as { code: string }).code === 'unavailable'));
    await touchLate('locked');
  });
});
