import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Bench } from '../case.ts';
import { residentBytes } from '../process/resident-bytes.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { mainThreadCpuSeconds, treeCpuSeconds } from '../process/tree-cpu.ts';
import { ENVIRONMENT, LAUNCHER, profiling } from '../servers/sallyport.ts';
import { startPostgresProgram } from '../servers/start-postgres.ts';
import type { NationOptions } from './nation-options.ts';

/** Every process on one PostgreSQL needs the same key. */
const SHARED = { SALLYPORT_SECRETS_KEY: Buffer.alloc(32, 9).toString('base64') };
/** One issuer for all processes; nobody connects to it. */
const PUBLIC_URL = 'http://127.0.0.1:8911';

/** CPU seconds so far. */
export interface CpuSeconds {
  /** Of all server processes. */
  readonly server: number;
  /** Of the main thread of each, where JavaScript runs. */
  readonly mainThreads: readonly number[];
  /** Of PostgreSQL; 0 where there is none. */
  readonly database: number;
}

/** The servers of one hour, on one database. */
export interface NationServers {
  readonly origins: readonly string[];
  /** The folder of the data, and the URL of the PostgreSQL where there is one. */
  readonly place: readonly string[];
  readonly env: Record<string, string>;
  cpu(): CpuSeconds;
  residentBytes(): number;
  databaseBytes(): Promise<number>;
}

async function startAll(bench: Bench, processes: number, databaseUrl?: string): Promise<Server[]> {
  const database = databaseUrl === undefined ? [] : ['--database-url', databaseUrl];
  const servers: Server[] = [];
  for (let index = 0; index < processes; index += 1) {
    const data = ['--data-dir', join(bench.directory, `data-${index}`), '--public-url', PUBLIC_URL, ...database];
    const server = await startServer(bench.children, {
      name: `Sallyport ${index + 1}`,
      side: 'any',
      args: (port) => [...profiling(bench), LAUNCHER, 'serve', '--demo', '--port', String(port), ...data],
      env: { ...ENVIRONMENT, ...(databaseUrl !== undefined && SHARED) },
      readyPath: '/readyz',
    });
    servers.push(server);
  }
  return servers;
}

async function postgresBytes(connectionString: string): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ bytes: string }>('SELECT pg_database_size(current_database()) AS bytes');
  await client.end();
  return Number(rows[0]?.bytes);
}

function fileBytes(file: string): number {
  return [file, `${file}-wal`].filter(existsSync).reduce((sum, path) => sum + statSync(path).size, 0);
}

/**
 * Starts so many processes on a new database, where the system puts them: servers and generator share the machine. What PostgreSQL
 * commits is on disk unless told otherwise.
 */
export async function startNationServers(
  bench: Bench,
  { engine, processes, isDurable = true }: Pick<NationOptions, 'engine' | 'processes'> & { isDurable?: boolean },
): Promise<NationServers> {
  const postgres = engine === 'postgres' ? await startPostgresProgram(bench, { side: 'any', isDurable }) : undefined;
  const servers = await startAll(bench, processes, postgres?.url);
  const folder = join(bench.directory, 'data-0');
  const sum = (of: (server: Server) => number) => servers.reduce((total, server) => total + of(server), 0);
  return {
    origins: servers.map(({ origin }) => origin),
    place: postgres === undefined ? [folder] : [folder, postgres.url],
    env: postgres === undefined ? {} : SHARED,
    cpu: () => ({
      server: sum(({ pid }) => treeCpuSeconds(pid)),
      mainThreads: servers.map(({ pid }) => mainThreadCpuSeconds(pid)),
      database: postgres === undefined ? 0 : treeCpuSeconds(postgres.program.pid),
    }),
    residentBytes: () => sum(({ pid }) => residentBytes(pid)),
    databaseBytes: async () =>
      postgres === undefined ? fileBytes(join(folder, 'sallyport.db')) : postgresBytes(postgres.url),
  };
}
