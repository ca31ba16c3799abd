import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { readDurations } from './durations.ts';
import { mayShareProcess } from './kinds.ts';

/** Reading the gateway's modules takes a process longer than most files' tests do. */
const FILES_A_PROCESS = 24;

/**
 * What to start a process for, in the order to start them: the files that may share one in batches of twenty-four, by a file in
 * `folder` that imports them, the others by themselves. Few files are not worth a batch. What takes long begins first, by
 * `durations.json`, so that a run does not end with one core at work.
 */
export function batchesOf(files: readonly string[], folder: string): string[] {
  const shared = files.filter(mayShareProcess).sort();
  const seconds = readDurations();
  const secondsOf = (file: string) => seconds.get(file) ?? 0;
  const longestFirst = (list: readonly string[]) => list.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  if (shared.length < 2 * FILES_A_PROCESS) return longestFirst(files);
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
  const alone = longestFirst(files.filter((file) => !shared.includes(file)));
  const isLong = (file: string) => secondsOf(file) > 0;
  return [...alone.filter(isLong), ...batches, ...alone.filter((file) => !isLong(file))];
}
