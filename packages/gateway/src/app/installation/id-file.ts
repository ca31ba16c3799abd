import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InstallationError } from '../../kernel/installation-error.ts';
import { writeNewFile } from './new-file.ts';

/** The installation's id beside its database: what is missing or exchanged in the database is noticed by it. */
export function idFileOf(dataDir: string): string {
  return join(dataDir, 'sallyport.id');
}

/** Refuses a folder whose database is gone: a new one in its place would look as if nothing had ever been stored. */
export function refuseMissingDatabase(dataDir: string, databaseFile: string): void {
  if (lstatSync(databaseFile, { throwIfNoEntry: false })?.isSymbolicLink()) {
    throw new InstallationError(
      `The database ${databaseFile} is a link to a file that is not there: mount its disk, or put the file back`,
    );
  }
  for (const path of [idFileOf(dataDir), `${databaseFile}-wal`]) {
    if (!existsSync(path)) continue;
    throw new InstallationError(
      `The database ${databaseFile} is missing, and ${path} states that there was one. Restore it from a backup; to begin a new installation in this folder, remove ${path}`,
    );
  }
}

/** Refuses a database whose id is not the folder's. A folder without an id takes the database's where `mayWrite`. */
export function checkInstallationId(dataDir: string, id: string, { mayWrite }: { mayWrite: boolean }): void {
  const path = idFileOf(dataDir);
  if (mayWrite && !existsSync(path)) writeNewFile(path, `${id}\n`);
  if (!existsSync(path)) return;
  const expected = readFileSync(path, 'utf8').trim();
  if (expected === id) return;
  throw new InstallationError(
    `The database in ${dataDir} is of another installation (${id}) than its folder (${expected}). Put back the folder's own database; to keep this one, remove ${path}`,
  );
}
