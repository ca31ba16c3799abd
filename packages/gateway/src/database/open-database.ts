import { join } from 'node:path';
import type { Config } from '../config/options.ts';
import type { Log } from '../kernel/log.ts';
import type { Database } from './database.ts';
import { openPostgresDatabase } from './postgres/engine.ts';
import { openSqliteDatabase } from './sqlite/engine.ts';

/** Opens the configured engine, migrated and ready. */
export function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'postgresLanes'>,
  log: Log,
): Promise<Database> {
  return config.databaseUrl === null
    ? openSqliteDatabase(join(config.dataDir, 'sallyport.db'))
    : openPostgresDatabase(config.databaseUrl, { lanes: config.postgresLanes, log });
}
