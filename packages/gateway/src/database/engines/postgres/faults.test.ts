import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import pg from 'pg';
import { atOnce, eventually, failed } from '../../../../../testing/src/barrier.ts';
import { type FaultyPath, startFaultyPath } from '../../../../../testing/src/faulty-path.ts';
import { type TestPostgres, testPostgres } from '../../../../../testing/src/postgres.ts';
import { refusedWith } from '../../../../../testing/src/refusals.ts';
import { silentLog } from '../../../kernel/log.ts';
import type { Database, Transaction } from '../../database.ts';
import type { DatabaseTimeouts } from '../../timeouts.ts';
import { openPostgresDatabase } from './engine.ts';

const TIMEOUTS: DatabaseTimeouts = {
  connectMs: 1_000,
  statementMs: 1_500,
  lockMs: 200,
  idleTransactionMs: 500,
  waitMs: 600,
};
const KILLS = 40;

const addAgency = (id: string) => (tx: Transaction) =>
  tx.query.insertInto('agencies').values({ id, name: id, created_at: 1 }).execute();
const countAgencies = (database: Database) => database.read.selectFrom('agencies').select('id').execute();

describe('PostgreSQL that fails', () => {
  let postgres: TestPostgres;
  let path: FaultyPath;
  let admin: pg.Client;
  let database: Database;
  before(async () => {
    postgres = await testPostgres();
    const url = await postgres.newDatabase();
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
    path = await startFaultyPath(url);
    database = await openPostgresDatabase(path.url, { writeConnections: 4, log: silentLog, timeouts: TIMEOUTS });
    await database.write(addAgency('other'));
  });
  after(async () => {
    path.mend();
    await database.close();
    await admin.end();
    await path.stop();
    await postgres.stop();
  });

  const terminateAll = () =>
    admin.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'sallyport'`);

  /** An error event of a connection that nobody listens to would end this process. */
  test('that ends all our connections again and again under load refuses at most, and loses nothing it acknowledged', async () => {
    let isOver = false;
    const stored: string[] = [];
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let number = 0; !isOver; number += 1) {
        const id = `killed-${writer}-${number}`;
        await database.write(addAgency(id)).then(
          () => stored.push(id),
          (err) => assert.ok(['unavailable', 'outcome_unknown'].includes(err.code), err),
        );
      }
    });
    const readers = Array.from({ length: 6 }, async () => {
      while (!isOver) await countAgencies(database).catch((err) => assert.equal(err.code, 'unavailable'));
    });
    for (let kill = 0; kill < KILLS; kill += 1) await terminateAll();
    isOver = true;
    await Promise.all([...writers, ...readers]);
    const found = new Set((await countAgencies(database)).map(({ id }) => id));
    assert.ok(stored.length > 0);
    assert.deepEqual(
      stored.filter((id) => !found.has(id)),
      [],
    );
  });

  test('that no path leads to refuses reads and writes in time, and is used again when there is one', async () => {
    const topics: string[] = [];
    const unlisten = database.notifier.listen('events', () => topics.push('events'));
    path.goSilent();
    const results = await atOnce(6, async (index) =>
      index < 3 ? database.write(addAgency(`silent-${index}`)) : countAgencies(database),
    );
    assert.deepEqual(
      failed(results).map((err) => (err as { code: string }).code),
      Array(6).fill('unavailable'),
    );
    assert.notEqual(await database.checkReads(), null);
    assert.notEqual(await database.checkWrites(), null);
    path.mend();
    await eventually(async () => (await database.checkWrites()) === null && (await database.checkReads()) === null);
    await database.write(addAgency('after the silence'));
    const sent = topics.length;
    await eventually(async () => {
      await admin.query("SELECT pg_notify('sallyport_doorbell', 'events')");
      return topics.length > sent;
    });
    unlisten();
  });

  test('whose answer to a commit is lost leaves the outcome unknown, and states it', async () => {
    path.loseCommits();
    const refusal = await refusedWith('outcome_unknown', database.write(addAgency('in doubt')));
    assert.equal(refusal.retryAfterSeconds, undefined);
    path.mend();
    assert.ok((await countAgencies(database)).some(({ id }) => id === 'in doubt'));
  });

  test('that takes no writes refuses those and answers reads', async () => {
    await admin.query(`ALTER DATABASE ${new URL(path.url).pathname.slice(1)} SET default_transaction_read_only = on`);
    await terminateAll();
    await refusedWith('unavailable', database.write(addAgency('read only')));
    assert.equal(await database.checkWrites(), 'read_only');
    assert.equal(await database.checkReads(), null);
    assert.ok((await countAgencies(database)).length > 0);
    await admin.query(`ALTER DATABASE ${new URL(path.url).pathname.slice(1)} RESET default_transaction_read_only`);
    await terminateAll();
    await eventually(async () => (await database.checkWrites()) === null);
  });

  test('that cannot finish a statement in time refuses it, and the connection is used again', async () => {
    const sleep = () => database.read.executeQuery(CompiledQuery.raw('SELECT pg_sleep(10)'));
    await refusedWith('unavailable', sleep());
    await refusedWith(
      'unavailable',
      database.write((tx) => tx.query.executeQuery(CompiledQuery.raw('SELECT pg_sleep(10)'))),
    );
    await database.write(addAgency('after a slow one'));
  });

  test('ends a transaction in which a process stopped, so that its locks are let go', async () => {
    const stuck = database.write(async (tx) => {
      await tx.query.updateTable('agencies').set({ name: 'stuck' }).where('id', '=', 'other').execute();
      await eventually(async () => {
        const { rows } = await admin.query(
          "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()",
        );
        return rows.length === 0;
      });
      await tx.query.selectFrom('agencies').select('id').execute();
    });
    await refusedWith('unavailable', stuck);
    await database.write((tx) =>
      tx.query.updateTable('agencies').set({ name: 'free' }).where('id', '=', 'other').execute(),
    );
  });

  test('is asked for a bounded time by every connection of ours', async () => {
    await database.write(addAgency('asked'));
    const { rows } = await database.read.executeQuery<{ name: string; setting: string }>(
      CompiledQuery.raw(`SELECT name, setting FROM pg_settings WHERE name IN
        ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout') ORDER BY name`),
    );
    assert.deepEqual(
      rows.map(({ setting }) => setting),
      ['500', '200', '1500'],
    );
  });
});
