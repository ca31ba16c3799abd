import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mayShareProcess } from './kinds.ts';

/** Reading the gateway's modules takes a process longer than most files' tests do. */
const FILES_A_PROCESS = 12;
/** It installs packages for a minute, mostly on one core. */
const LONGEST = /^tests\/package\//;

/**
 * What to hand to `node --test`, which starts a process for each: the files that may share one in batches of twelve, by a
 * file in `folder` that imports them, the others by themselves. Few files are not worth a batch.
 */
export function batchesOf(files: readonly string[], folder: string): string[] {
  const shared = files.filter(mayShareProcess).sort();
  if (shared.length < 2 * FILES_A_PROCESS) return [...files];
  const importing = (number: number, imports: readonly string[]) => {
    const name = join(folder, `batch-${number}.test.mjs`);
    writeFileSync(name, imports.map((file) => `await import('${pathToFileURL(resolve(file))}');\n`).join(''));
    return name;
  };
  const count = Math.ceil(shared.length / FILES_A_PROCESS);
  // Dealt out in turn, so that a folder of long tests is not one batch.
  const batches = Array.from({ length: count }, (_, batch) =>
    importing(
      batch + 1,
      shared.filter((_, index) => index % count === batch),
    ),
  );
  // `node --test` sorts what it is given: what `batch-0` imports begins first, so that a run does not end with it alone.
  const longest = files.filter((file) => LONGEST.test(file));
  const alone = files.filter((file) => !shared.includes(file) && !LONGEST.test(file));
  return [...(longest.length > 0 ? [importing(0, longest)] : []), ...batches, ...alone];
}
