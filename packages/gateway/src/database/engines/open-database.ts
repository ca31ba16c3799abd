import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../config/options.ts';
import type { Log } from '../../kernel/log.ts';
import type { Database } from '../database.ts';
import { type OnMigration, readSchemaState, type SchemaState } from '../migrate.ts';
import { type TimeoutOptions, timeoutsOf } from '../timeouts.ts';
import { onOwnConnection, openPostgresDatabase } from './postgres/engine.ts';
import { readFileOnly } from './sqlite/copy-file.ts';
import { openSqliteDatabase } from './sqlite/engine.ts';

/** Opens the configured engine, migrated and ready. PostgreSQL may be left to `sallyport migrate`, and is refused then until it is. */
export function openDatabase(
  config: Pick<Config, 'databaseUrl' | 'dataDir' | 'postgresWriteConnections'> &
    Partial<TimeoutOptions & Pick<Config, 'migrate'>>,
  log: Log,
  onMigration?: OnMigration,
): Promise<Database> {
  const timeouts = timeoutsOf(config);
  return config.databaseUrl === null
    ? openSqliteDatabase(join(config.dataDir, 'sallyport.db'), { waitMs: timeouts.waitMs, log, onMigration })
    : openPostgresDatabase(config.databaseUrl, {
        writeConnections: config.postgresWriteConnections,
        log,
        timeouts,
        mayMigrate: config.migrate ?? true,
        onMigration,
      });
}

/** Which migrations the configured database has; undefined where there is no file. Changes nothing. */
export async function readSchemaOf(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
): Promise<SchemaState | undefined> {
  if (databaseUrl !== null) {
    return onOwnConnection(databaseUrl, { log }, (query) => readSchemaState(query, 'postgres'));
  }
  const path = join(dataDir, 'sallyport.db');
  if (!existsSync(path)) return undefined;
  const { read, close } = readFileOnly(path);
  return readSchemaState(read, 'sqlite').finally(close);
}
