import { openPostgresDatabase } from '../../gateway/src/database/engines/postgres/engine.ts';
import { DEFAULT_TIMEOUTS } from '../../gateway/src/database/timeouts.ts';
import { silentLog } from '../../gateway/src/kernel/log.ts';
import { createDatabase, EMPTY } from './postgres.ts';

/** Makes a database with the schema on that server, and gives its name; nobody is connected to it, so it can be copied. */
export async function makeMigratedTemplate(serverUrl: string): Promise<string> {
  const name = 'sallyport_template';
  const url = await createDatabase(serverUrl, name, EMPTY);
  const database = await openPostgresDatabase(url, { writeConnections: 1, log: silentLog, timeouts: DEFAULT_TIMEOUTS });
  await database.close();
  return name;
}
