import { join } from 'node:path';
import type { Config } from '../../config/options.ts';
import type { Log } from '../../kernel/log.ts';
import type { Database, Engine } from '../database.ts';
import { type OnMigration, readSchemaState, type SchemaState } from '../migrate.ts';
import { type TimeoutOptions, timeoutsOf } from '../timeouts.ts';
import { onOwnConnection, openPostgresDatabase } from './postgres/engine.ts';
import { kyselyOn, openSqlite } from './sqlite/connection.ts';
import { readFileOnly } from './sqlite/copy-file.ts';
import { openSqliteDatabase } from './sqlite/engine.ts';
import { holdFolder } from './sqlite/folder-lock.ts';

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

/**
 * Runs the work on a connection of its own to the configured database, which must be there and is not migrated. Undefined where the
 * folder is held alone, as by a restore.
 */
export async function onConfigured<T>(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
  work: (query: Database['read'], engine: Engine) => Promise<T>,
): Promise<T | undefined> {
  if (databaseUrl !== null) return onOwnConnection(databaseUrl, { log }, (query) => work(query, 'postgres'));
  const release = holdFolder(dataDir, 'shared');
  if (release === null) return undefined;
  try {
    const connection = openSqlite(join(dataDir, 'sallyport.db'), { readOnly: false });
    return await work(kyselyOn(connection), 'sqlite').finally(() => connection.close());
  } finally {
    release();
  }
}

/** Which migrations the configured database has, which must be there. Changes nothing. */
export async function readSchemaOf(
  { databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>,
  log: Log,
): Promise<SchemaState> {
  if (databaseUrl !== null) {
    return onOwnConnection(databaseUrl, { log }, (query) => readSchemaState(query, 'postgres'));
  }
  const { read, close } = readFileOnly(join(dataDir, 'sallyport.db'));
  return readSchemaState(read, 'sqlite').finally(close);
}
