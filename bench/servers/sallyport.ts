import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bar, Bench } from '../case.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { startPostgres } from './start-postgres.ts';

/** The command, to be run with Node. */
export const LAUNCHER = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));

/** Copies an incident a number of times into a running or stopped sandbox's own file. */
export const SEED_INCIDENTS = fileURLToPath(new URL('./seed-incidents.ts', import.meta.url));

export const METRICS_TOKEN = 'the-metrics-token-of-the-bench';

/** The bench asks from one address and one client as fast as it can; with limits on it would measure refusals. */
export const ENVIRONMENT = {
  SALLYPORT_LIMIT_TOKENS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_ALERTS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_READS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_CONNECTIONS_PER_ADDRESS: '0',
  SALLYPORT_METRICS_TOKEN: METRICS_TOKEN,
};

/** The sandbox's own fixtures; a client's secret is its id followed by `-secret`. */
export const CAD = { clientId: 'sandbox-cad', clientSecret: 'sandbox-cad-secret' };
export const ALARM = { clientId: 'sandbox-alarm', clientSecret: 'sandbox-alarm-secret' };
export const CALL_HANDLING = { clientId: 'sandbox-call-handling', clientSecret: 'sandbox-call-handling-secret' };
export const SUBSCRIBER = { clientId: 'sandbox-prepared-events', clientSecret: 'sandbox-prepared-events-secret' };
export const ADMINISTRATOR = ['admin@sandbox.test', 'sandbox-admin-pass-911'] as const;
export const OTHER_ADMINISTRATOR = ['admin@harbor.test', 'harbor-admin-pass-911'] as const;
export const AGENT = { username: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' };

/** Where a Sallyport of this name keeps its embedded database. */
export function databaseFileOf(bench: Bench, folder = 'data'): string {
  return join(bench.directory, folder, 'sallyport.db');
}

/** What Node is started with where a CPU profile was asked for. */
export const profiling = ({ profileDirectory }: Bench) =>
  profileDirectory ? ['--cpu-prof', '--cpu-prof-dir', profileDirectory] : [];

/**
 * Starts Sallyport's sandbox with every commit durable, on an embedded database in a folder of the case's directory, or
 * on the PostgreSQL at `databaseUrl`. `name` is its row in the tables.
 */
export function startSallyport(
  bench: Bench,
  { name = 'Sallyport', folder = 'data', databaseUrl }: { name?: string; folder?: string; databaseUrl?: string } = {},
): Promise<Server> {
  const database = databaseUrl === undefined ? [] : ['--database-url', databaseUrl];
  const data = ['--data-dir', join(bench.directory, folder), ...database];
  return startServer(bench.children, {
    name,
    args: (port) => [...profiling(bench), LAUNCHER, 'serve', '--demo', '--port', String(port), ...data],
    env: ENVIRONMENT,
    readyPath: '/readyz',
  });
}

/** Declares a reverse proxy on this machine, whose `X-Forwarded-For` is believed. */
export const BEHIND_PROXY = ['--trusted-proxies', '127.0.0.1'];

/**
 * Starts Sallyport's sandbox by the command an operator gives, with its limits and its memory as they are shipped: nothing but
 * `options` is set, and no variable of the bench's own environment that changes Node reaches it.
 */
export function startSallyportAsShipped(bench: Bench, name: string, options: readonly string[] = []): Promise<Server> {
  const data = ['--data-dir', join(bench.directory, name)];
  return startServer(bench.children, {
    name,
    args: (port) => [...profiling(bench), LAUNCHER, 'serve', '--demo', '--port', String(port), ...data, ...options],
    readyPath: '/readyz',
  });
}

const [ON_SQLITE, ON_POSTGRES] = ['Sallyport on SQLite', 'Sallyport on PostgreSQL'];

/** What a case on both engines shows. */
export const BOTH_ENGINES: Bar[] = [{ kind: 'ratio', subject: ON_POSTGRES, reference: ON_SQLITE }];

/** A server, and where it keeps its data. */
export interface PlacedServer extends Server {
  readonly place: readonly string[];
}

/** One Sallyport on an embedded database and one on PostgreSQL. */
export async function startOnBothEngines(bench: Bench): Promise<PlacedServer[]> {
  return [await startPlaced(bench, ON_SQLITE, 'sqlite'), await startOnPostgres(bench)];
}

/** One Sallyport on PostgreSQL. */
export async function startOnPostgres(bench: Bench): Promise<PlacedServer> {
  return startPlaced(bench, ON_POSTGRES, 'postgres', await startPostgres(bench));
}

async function startPlaced(bench: Bench, name: string, folder: string, databaseUrl?: string): Promise<PlacedServer> {
  const server = await startSallyport(bench, { name, folder, ...(databaseUrl !== undefined && { databaseUrl }) });
  const place = [join(bench.directory, folder), ...(databaseUrl === undefined ? [] : [databaseUrl])];
  return { ...server, place };
}
