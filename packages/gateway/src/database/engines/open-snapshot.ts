import { join } from 'node:path';
import type { Config } from '../../config/options.ts';
import type { Database } from '../database.ts';
import { openSnapshot as openPostgresSnapshot } from './postgres/dump.ts';
import { openFileSnapshot } from './sqlite/copy-file.ts';

/** Opens one state of the configured database that stays as it is until `end`, whatever is written meanwhile. */
export async function openSnapshot({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<{ read: Database['read']; end(): Promise<void> }> {
  if (databaseUrl !== null) return openPostgresSnapshot(databaseUrl);
  const { read, close } = openFileSnapshot(join(dataDir, 'sallyport.db'));
  return { read, end: async () => close() };
}
