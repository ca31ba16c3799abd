import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { mayShareProcess } from './kinds.ts';

/** Reading the gateway's modules takes a process longer than most files' tests do. */
const FILES_A_PROCESS = 12;

/**
 * What to hand to `node --test`, which starts a process for each: the files that may share one in batches of twelve, by a
 * file in `folder` that imports them, the others by themselves. Few files are not worth a batch.
 */
export function batchesOf(files: readonly string[], folder: string): string[] {
  const shared = files.filter(mayShareProcess).sort();
  if (shared.length < 2 * FILES_A_PROCESS) return [...files].sort();
  const count = Math.ceil(shared.length / FILES_A_PROCESS);
  // Dealt out in turn, so that a folder of long tests is not one batch.
  const batches = Array.from({ length: count }, (_, batch) => {
    const imports = shared.filter((_, index) => index % count === batch);
    const name = join(folder, `batch-${batch + 1}.test.mjs`);
    writeFileSync(name, imports.map((file) => `await import('${pathToFileURL(resolve(file))}');\n`).join(''));
    return name;
  });
  // The long ones first: a run ends with short ones on every core.
  const alone = files.filter((file) => !shared.includes(file)).sort();
  return [...alone, ...batches];
}
