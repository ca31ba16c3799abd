import { type Kysely, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '../../../kernel/log.ts';
import type { Database } from '../../database.ts';
import { toRefusal } from '../../faults.ts';
import { Health } from '../../health.ts';
import { migrate, type OnMigration } from '../../migrate.ts';
import { probeReads, probeWrites } from '../../probes.ts';
import type { Schema } from '../../schema.ts';
import { type DatabaseTimeouts, DEFAULT_TIMEOUTS } from '../../timeouts.ts';
import { kyselyOnPool, unboundedOptions } from './connection.ts';
import { PostgresNotifier } from './notifications.ts';
import { postgresFaultOf } from './postgres-faults.ts';
import { ReadPool } from './read-pool.ts';
import { WriteConnections } from './write-connections.ts';

/**
 * How many connections a process reads by: of requests, of the streams, of the access changes, and of what takes longer. Access changes
 * need one; where the database answers nothing, each try that was given up keeps its own until the statement's time is over.
 */
const READ_CONNECTIONS = { requests: 8, following: 3, accessChanges: 6, apart: 4 };

/** PostgreSQL 15 or later, migrated when opened. Any number of processes may share it. */
export async function openPostgresDatabase(
  databaseUrl: string,
  options: {
    writeConnections: number;
    log: Log;
    timeouts?: DatabaseTimeouts;
    mayMigrate?: boolean;
    onMigration?: OnMigration | undefined;
  },
): Promise<Database> {
  const { log, timeouts = DEFAULT_TIMEOUTS, mayMigrate = true, onMigration } = options;
  const { isPacking } = await onOwnConnection(databaseUrl, { timeouts, log }, (query) =>
    migrate(query, 'postgres', { mayApply: mayMigrate, ...(onMigration && { onStep: onMigration }) }),
  );
  const readPool = (connections: number, toError = (err: unknown) => reads.failed(err)) =>
    new ReadPool(databaseUrl, { connections, timeouts, log, toError });
  const pool = readPool(READ_CONNECTIONS.requests);
  const following = readPool(READ_CONNECTIONS.following);
  const accessChanges = readPool(READ_CONNECTIONS.accessChanges);
  // That too many searches wait for each other is no fault of the database.
  const apart = readPool(READ_CONNECTIONS.apart, (err) => toRefusal(err, postgresFaultOf));
  const writeConnections = new WriteConnections(databaseUrl, options.writeConnections, { timeouts, log, isPacking });
  const reads = new Health(postgresFaultOf, () => probeReads(pool.query));
  const writes = new Health(postgresFaultOf, () => writeConnections.submit(probeWrites));
  const notifier = new PostgresNotifier(databaseUrl, { timeouts, log });
  await notifier.open();
  return {
    engine: 'postgres',
    isPacking,
    read: pool.query,
    readFollowing: following.query,
    readAccessChanges: accessChanges.query,
    readApart: apart.query,
    notifier,
    write: (unit, writeOptions) => writes.watch(() => writeConnections.submit(unit, writeOptions)),
    writesWaiting: () => writeConnections.waiting,
    sizeBytes: () => readSize(pool.query),
    readTime: () => readTime(pool.query),
    notificationsAgeSeconds: () => notifier.ageSeconds,
    checkReads: () => reads.check(),
    checkWrites: () => writes.check(),
    giveSpaceBack: async () => false,
    compact: async () => {},
    async close() {
      await writeConnections.close();
      await notifier.close();
      await Promise.all([pool, following, accessChanges, apart].map((each) => each.close()));
    },
  };
}

async function readSize(query: Database['read']): Promise<number> {
  const { rows } = await sql<{ size: number }>`SELECT pg_database_size(current_database()) AS size`.execute(query);
  return Number(rows[0]?.size ?? 0);
}

/** Milliseconds since 1970 by the server's clock. */
export async function readTime(query: Database['read']): Promise<number> {
  const { rows } = await sql<{
    now: number;
  }>`SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`.execute(query);
  const [row] = rows;
  if (row === undefined) throw new Error('the database returned no time');
  return row.now;
}

/** On a connection of its own, where a statement may take as long as the table is large. */
export async function onOwnConnection<T>(
  databaseUrl: string,
  { timeouts = DEFAULT_TIMEOUTS, log }: { timeouts?: DatabaseTimeouts; log: Log },
  work: (query: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ ...unboundedOptions(databaseUrl, timeouts), max: 1 });
  const noteLoss = (err: Error) => log.warn({ err }, 'the connection of the migrations was lost');
  pool.on('error', noteLoss);
  pool.on('connect', (client) => client.on('error', noteLoss));
  try {
    return await work(kyselyOnPool(pool));
  } finally {
    await pool.end();
  }
}
