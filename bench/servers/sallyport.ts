import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../case.ts';
import { type Server, startServer } from '../process/start-server.ts';

const LAUNCHER = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));

/** The bench asks from one address and one client as fast as it can; with limits on it would measure refusals. */
const ENVIRONMENT = {
  SALLYPORT_LIMIT_TOKENS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_ALERTS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_READS_PER_MINUTE: '0',
};

/** The sandbox's own fixtures; a client's secret is its id followed by `-secret`. */
export const CAD = { clientId: 'sandbox-cad', clientSecret: 'sandbox-cad-secret' };
export const ALARM = { clientId: 'sandbox-alarm', clientSecret: 'sandbox-alarm-secret' };
export const AGENT = { username: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' };

/** Starts Sallyport's sandbox on an embedded database in the case's directory, or on PostgreSQL, with every commit durable. */
export function startSallyport(
  bench: Bench,
  { name = 'Sallyport', databaseUrl }: { name?: string; databaseUrl?: string } = {},
): Promise<Server> {
  const profile = bench.profileDirectory ? ['--cpu-prof', '--cpu-prof-dir', bench.profileDirectory] : [];
  const dataDirectory = join(bench.directory, 'data');
  return startServer(bench.children, {
    name,
    args: (port) => [
      ...profile,
      LAUNCHER,
      'serve',
      '--demo',
      '--port',
      String(port),
      '--data-dir',
      dataDirectory,
      ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl]),
    ],
    env: ENVIRONMENT,
    readyPath: '/readyz',
  });
}
