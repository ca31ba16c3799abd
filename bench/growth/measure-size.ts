import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bench } from '../case.ts';
import { askChild } from '../process/ask-child.ts';
import { treeCpuSeconds } from '../process/tree-cpu.ts';
import { adminSession, authorization, requireOk } from '../servers/asking.ts';
import { openCall } from '../servers/open-calls.ts';
import { CALL_HANDLING, SUBSCRIBER, startSallyport } from '../servers/sallyport.ts';
import { startPostgresProgram } from '../servers/start-postgres.ts';

const programOf = (name: string) => fileURLToPath(new URL(`./${name}.ts`, import.meta.url));
const AGENCY = 'sandbox-county';
/** So many events are past the retention, however many are kept. */
const OLD = 20_000;
const WARM_UP = 20;
const LOCATION = { latitude: 39.1402, longitude: -77.1701, uncertainty_radius: 25 };

export interface Size {
  readonly engine: 'sqlite' | 'postgres';
  readonly kept: number;
  readonly requests: number;
}

/** CPU milliseconds of server and database, by the work: for one request, and for a thousand removed events. */
export type Costs = Readonly<
  Record<'write' | 'newest page' | 'page from a cursor' | 'audit page' | 'removal of 1,000', number>
>;

/** What each kind of work costs where so many events and audit records are stored. */
export async function measureSize(bench: Bench, { engine, kept, requests }: Size): Promise<Costs> {
  const folder = `${engine}-${kept}`;
  const postgres =
    engine === 'postgres' ? await startPostgresProgram(bench, { side: 'server', isDurable: false }) : null;
  const url = postgres === null ? [] : [postgres.url];
  const server = await startSallyport(bench, {
    ...{ name: `Sallyport on ${engine} with ${kept}`, folder },
    ...(postgres !== null && { databaseUrl: postgres.url }),
  });
  const cpuMs = () =>
    1_000 * (treeCpuSeconds(server.pid) + (postgres === null ? 0 : treeCpuSeconds(postgres.program.pid)));
  const { origin } = server;
  const equipment = await authorization(server, CALL_HANDLING);
  const reader = { headers: await authorization(server, SUBSCRIBER) };
  const administrator = { headers: await adminSession(server) };
  const path = `${origin}/api/incidents/${await openCall(server, equipment)}/locations`;
  const write = {
    method: 'POST',
    headers: { ...equipment, 'Content-Type': 'application/json' },
    body: JSON.stringify(LOCATION),
  };
  await requireOk(await fetch(path, write));
  const place = [join(bench.directory, folder), ...url];
  const database = [join(bench.directory, folder, 'sallyport.db'), ...url];
  const child = (name: string, args: readonly string[]) =>
    bench.children.start({
      name: `${name} of ${server.name}`,
      side: 'load',
      args: [programOf(name), ...args],
      hasChannel: true,
    });
  await askChild(child('seed', [AGENCY, String(kept), String(OLD), ...database]), {});

  async function costOf(target: string, options: RequestInit): Promise<number> {
    for (let index = 0; index < WARM_UP; index += 1) await requireOk(await fetch(target, options));
    const before = cpuMs();
    for (let index = 0; index < requests; index += 1) await requireOk(await fetch(target, options));
    return (cpuMs() - before) / requests;
  }
  const middle = OLD + Math.floor(kept / 2);
  const costs = {
    write: await costOf(path, write),
    'newest page': await costOf(`${origin}/v1/incident_events?limit=100`, reader),
    'page from a cursor': await costOf(`${origin}/v1/incident_events?after=${AGENCY}:${middle}&limit=100`, reader),
    'audit page': await costOf(`${origin}/api/audit?limit=50`, administrator),
  };
  const before = cpuMs();
  const cleaned = await askChild<{ removed: number; cpuSeconds: number }>(child('clean-up', [AGENCY, ...place]), {});
  const databaseMs = postgres === null ? 0 : cpuMs() - before;
  if (cleaned.removed < OLD) throw new Error(`the clean-up removed ${cleaned.removed} events, not ${OLD}`);
  await bench.children.stopAll();
  return { ...costs, 'removal of 1,000': (1_000 * (databaseMs + 1_000 * cleaned.cpuSeconds)) / cleaned.removed };
}
