import { finished } from 'node:stream/promises';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

/** Of a test: only bounds what hangs, and a crowded machine takes its time. */
const TEST_WITHIN_MS = 600_000;
/** Ends the process of a file that is still there after its tests, or never comes to them. */
const END_WHEN_HUNG = new URL('end-when-hung.ts', import.meta.url).href;

/** What became of the files that ran. */
export interface FilesRun {
  readonly hasPassed: boolean;
  /** How long each file's process took, in seconds. */
  readonly seconds: ReadonlyMap<string, number>;
}

/** Runs the files in the order in which they are given, `atOnce` at a time, each in a process of its own, and prints what they showed. */
export async function runFiles(files: readonly string[], atOnce: number): Promise<FilesRun> {
  const seconds = new Map<string, number>();
  let hasPassed = true;
  if (files.length === 0) return { hasPassed, seconds };
  const events = run({ files, concurrency: atOnce, timeout: TEST_WITHIN_MS, execArgv: ['--import', END_WHEN_HUNG] });
  const isFile = new Set(files);
  events.on('test:complete', ({ name, details }) => {
    if (isFile.has(name)) seconds.set(name, details.duration_ms / 1_000);
  });
  events.on('test:fail', () => {
    hasPassed = false;
  });
  const printed = events.compose(new spec());
  printed.pipe(process.stdout, { end: false });
  await finished(printed);
  return { hasPassed, seconds };
}
