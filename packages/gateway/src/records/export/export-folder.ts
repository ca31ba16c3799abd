import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { InstallationError } from '../../kernel/installation-error.ts';
import { syncFile } from './written-file.ts';

/** Is in a folder until everything else is, and names what was asked for. */
export const UNFINISHED = 'UNFINISHED.json';
export const MANIFEST = 'manifest.json';
export const MEDIA = 'media';

/**
 * Makes the folder ready, open to its owner alone. Takes one that is not there or is empty, and one that the same request
 * left unfinished: its lists are written anew, and the media that are whole stay. Refuses every other with an
 * `InstallationError`.
 */
export function prepareFolder(folder: string, request: Readonly<Record<string, unknown>>): void {
  if (!existsSync(dirname(resolve(folder)))) {
    throw new InstallationError(`The folder ${dirname(resolve(folder))} must be there first`);
  }
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  if (!statSync(folder).isDirectory()) throw new InstallationError(`${folder} is a file: name a folder`);
  const asked = `${JSON.stringify(request, null, 2)}\n`;
  const names = readdirSync(folder);
  if (names.length > 0) {
    const unfinished = join(folder, UNFINISHED);
    if (!existsSync(unfinished)) {
      throw new InstallationError(`${folder} is not empty, and is left as it is: name an empty folder, or a new one`);
    }
    if (readFileSync(unfinished, 'utf8') !== asked) {
      throw new InstallationError(
        `${folder} has an unfinished export of something else: remove it, or give the options that its ${UNFINISHED} names`,
      );
    }
    for (const name of names) if (name !== UNFINISHED && name !== MEDIA) rmSync(join(folder, name));
  }
  chmodSync(folder, 0o700);
  writeFileSync(join(folder, UNFINISHED), asked, { mode: 0o600 });
  syncFile(join(folder, UNFINISHED));
  mkdirSync(join(folder, MEDIA), { recursive: true, mode: 0o700 });
}

/** Writes the manifest, and takes away what states that it is missing. */
export function finishFolder(folder: string, manifest: unknown): void {
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  syncFile(join(folder, MANIFEST));
  rmSync(join(folder, UNFINISHED));
}
