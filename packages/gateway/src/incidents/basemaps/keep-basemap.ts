import { chmod, chown, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { refuse } from '../../kernel/errors.ts';
import { type ArchiveFacts, readArchive } from './archive.ts';
import { isBasemapName } from './basemaps.ts';

/**
 * Checks a PMTiles file and copies it into the folder under its own name, readable by the folder's user alone. A server sees
 * the whole new file or the one before, never a part. Refuses with `invalid_request` and leaves the folder as it was.
 */
export async function addBasemap(folder: string, from: string): Promise<{ name: string; facts: ArchiveFacts }> {
  const name = basename(from);
  if (!isBasemapName(name)) {
    throw refuse.invalidRequest({
      description: 'The name of the file must be of letters, digits, . _ and -, and end in .pmtiles',
    });
  }
  // Before it is copied: it may have gigabytes.
  await readArchive(from);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, `.${name}.${process.pid}`);
  try {
    await copyFile(from, copy);
    await chmod(copy, 0o600);
    await ownAsFolder(folder, copy);
    const facts = await readArchive(copy);
    await flush(copy);
    await rename(copy, join(folder, name));
    return { name, facts };
  } finally {
    await rm(copy, { force: true });
  }
}

/** Removes one. Refuses with `not_found` where there is none of this name. */
export async function removeBasemap(folder: string, name: string): Promise<void> {
  const path = join(folder, name);
  if (!isBasemapName(name) || (await stat(path).catch(() => null)) === null) {
    throw refuse.notFound({ description: `No map of this name: ${name}` });
  }
  await rm(path);
}

/** Root adds a map for the server's user, who owns the data folder. */
async function ownAsFolder(folder: string, copy: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(join(folder, '..'));
  await chown(folder, uid, gid);
  await chown(copy, uid, gid);
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
