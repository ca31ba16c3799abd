import type { Config } from '../../config/options.ts';
import { onConfigured } from '../../database/engines/open-database.ts';
import { readSchemaState } from '../../database/migrate.ts';
import { silentLog } from '../../kernel/log.ts';
import { type BackupRow, insertBackup } from '../../operation/backups/store.ts';

const IS_HELD = 'sallyport restore is at work in the data folder';

/**
 * Notes in the installation that a backup was made, for whoever runs it. Returns why that could not be, or null where it was: the
 * backup is whole either way. Migrates nothing.
 */
export async function noteBackup(
  place: Pick<Config, 'databaseUrl' | 'dataDir'>,
  backup: BackupRow,
): Promise<string | null> {
  try {
    const outcome = await onConfigured(place, silentLog, async (query, engine) => {
      const { pending } = await readSchemaState(query, engine);
      if (pending.length > 0) return { unnoted: `the database lacks ${pending[0]}, which this version adds` };
      await insertBackup(query, backup);
      return { unnoted: null };
    });
    return outcome === undefined ? IS_HELD : outcome.unnoted;
  } catch (err) {
    return (err as Error).message;
  }
}
