import { existsSync, readFileSync, renameSync } from 'node:fs';
import { readAnchors } from '../../audit/anchors/anchor-line.ts';
import { lostRecords } from '../../audit/anchors/lost-records.ts';
import type { Database } from '../../database/database.ts';
import { findInstallation, isMarkedAsBackup } from '../../database/installation.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import type { Warn } from './data-folder.ts';

const ACCEPT =
  'With every server stopped, run sallyport restore --accept: it ends what was issued, so that every client reads anew; docs/backup.md has the steps';

/** Puts the anchors of before a restore aside; the newest ones then begin anew. */
export function setAnchorsAside(anchorFile: string, epoch: string): void {
  if (existsSync(anchorFile)) renameSync(anchorFile, `${anchorFile}.before-${epoch}`);
}

/**
 * Refuses a database that was put in place from a backup without `sallyport restore`: readers would skip, without a word, what
 * it lost. One is known by its mark, or by anchors that are ahead of it. Anchors from before a restore that was announced, as
 * another server of the installation has them, are put aside.
 */
export async function refuseUnannouncedRestore(database: Database, anchorFile: string, warn: Warn): Promise<void> {
  if (await isMarkedAsBackup(database)) {
    throw new InstallationError(`The database is a backup that was put in place by hand. ${ACCEPT}`);
  }
  if (!existsSync(anchorFile)) return;
  const [newest, ...others] = await lostRecords(database, readAnchors(readFileSync(anchorFile, 'utf8')).heads);
  if (newest === undefined) return;
  const installation = await findInstallation(database);
  const restoredAt = installation?.restoredAt ?? Number.NEGATIVE_INFINITY;
  if (installation !== undefined && newest.at <= restoredAt) {
    setAnchorsAside(anchorFile, installation.epoch);
    warn(`${anchorFile} was from before the restore of ${new Date(restoredAt).toISOString()}; it is put aside`);
    return;
  }
  throw new InstallationError(
    `The database is older than ${anchorFile} states: record ${newest.number} of chain ${newest.chain}, written at ${new Date(newest.at).toISOString()}, is missing${others.length > 0 ? `, and ${others.length} others are` : ''}. It was put back from a backup, lost its newest transactions, or is not the folder's own. ${ACCEPT}`,
  );
}
