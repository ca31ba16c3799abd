import { closeSync, linkSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../migrate.ts';
import { kyselyOn, openSqlite } from './connection.ts';
import { giveSpaceBackInSteps } from './free-space.ts';

/**
 * Makes an empty database with today's schema, readable by its owner alone. It gets its name when it is whole, so that a
 * process that is killed meanwhile leaves no half of one. Where another process was first, its file stays.
 */
export async function createSqliteFile(path: string): Promise<void> {
  const folder = mkdtempSync(`${path}.new-`);
  const temporary = join(folder, 'sallyport.db');
  try {
    // SQLite gives its own mode to the files beside it.
    closeSync(openSync(temporary, 'wx', 0o600));
    giveSpaceBackInSteps(temporary);
    const connection = openSqlite(temporary, { readOnly: false });
    try {
      await migrate(kyselyOn(connection), 'sqlite');
    } finally {
      connection.close();
    }
    linkSync(temporary, path);
  } catch (err) {
    if ((err as NodeJS.ErrnoException).code !== 'EEXIST') throw err;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
