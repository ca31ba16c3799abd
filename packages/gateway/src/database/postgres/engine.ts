import pg from 'pg';
import type { Log } from '../../kernel/log.ts';
import type { Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { connectionOptions, kyselyOnPool } from './connection.ts';
import { PostgresLanes } from './lanes.ts';
import { PostgresDoorbell } from './notifications.ts';

const READ_CONNECTIONS = 8;

/** PostgreSQL 15 or later, migrated when opened. Any number of processes may share it. */
export async function openPostgresDatabase(
  databaseUrl: string,
  options: { lanes: number; log: Log },
): Promise<Database> {
  const pool = new pg.Pool({ ...connectionOptions(databaseUrl), max: READ_CONNECTIONS });
  pool.on('error', (err) => options.log.warn({ err }, 'a read connection was lost'));
  const read = kyselyOnPool(pool);
  await migrate(read, 'postgres');
  const lanes = new PostgresLanes(databaseUrl, options.lanes);
  const doorbell = new PostgresDoorbell(databaseUrl, options.log);
  await doorbell.open();
  return {
    engine: 'postgres',
    read,
    doorbell,
    write: (unit) => lanes.submit(unit),
    async isReachable() {
      await pool.query('SELECT 1');
    },
    async close() {
      await lanes.close();
      await doorbell.close();
      await pool.end();
    },
  };
}
