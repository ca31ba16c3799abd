import { join } from 'node:path';
import type { Config } from '../../config/options.ts';
import type { Log } from '../../kernel/log.ts';
import type { Database } from '../database.ts';
import { type TimeoutOptions, timeoutsOf } from '../timeouts.ts';
import { openPostgresDatabase } from './postgres/engine.ts';
import { openSqliteDatabase } from './sqlite/engine.ts';

/** Opens the configured engine, migrated and ready. */
export function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'postgresWriteConnections'> & Partial<TimeoutOptions>,
  log: Log,
): Promise<Database> {
  const timeouts = timeoutsOf(config);
  return config.databaseUrl === null
    ? openSqliteDatabase(join(config.dataDir, 'sallyport.db'), { waitMs: timeouts.waitMs, log })
    : openPostgresDatabase(config.databaseUrl, { writeConnections: config.postgresWriteConnections, log, timeouts });
}
