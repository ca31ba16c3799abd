import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench, FigureCase } from '../case.ts';
import { encodeRequest } from '../load/stream.ts';
import { startNationServers } from '../nation/servers.ts';
import { Children } from '../process/children.ts';
import { adminSession, authorization, postJson } from '../servers/asking.ts';
import { openCall } from '../servers/open-calls.ts';
import { CALL_HANDLING } from '../servers/sallyport.ts';

const PROCESSES = [1, 2, 4] as const;
const CALLS = 32;
const SUBSCRIPTIONS = 8;
const WRITE_MS = 8_000;
/** What is written must be delivered within so long, or it is stated as missing. */
const DELIVERED_WITHIN_MS = 60_000;
const LOOK_MS = 250;
const LOCATION = { latitude: 40.5, longitude: -74.25, uncertainty_radius: 30 };

/** What every subscription is sent: how many came, by their ids how many of them more than once, and when the last one did. */
async function startReceiver() {
  const seen = new Set<string>();
  const received = { count: 0, doubled: 0, lastAt: performance.now() };
  const server = createServer((request, response) => {
    const id = String(request.headers['webhook-id']);
    request.resume().on('end', () => {
      received.count += 1;
      received.lastAt = performance.now();
      if (seen.has(id)) received.doubled += 1;
      seen.add(id);
      response.end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, stop: () => server.close() };
}

interface Measured {
  readonly writes: number;
  readonly deliveries: number;
  readonly missing: number;
  readonly doubled: number;
  readonly serverMicroseconds: number;
  readonly databaseMicroseconds: number;
  readonly busiest: number;
}

/** Events of one agency written through so many processes, while each of its subscriptions is sent all of them. */
async function measure(bench: Bench, processes: number): Promise<Measured> {
  const { load } = bench;
  const servers = await startNationServers(bench, { engine: 'postgres', processes, isDurable: false });
  const addresses = servers.origins.map((origin) => ({ origin, port: Number(new URL(origin).port) }));
  const [first] = addresses;
  if (first === undefined) throw new Error('no server');
  const receiver = await startReceiver();
  const administrator = await adminSession(first);
  const equipment = await authorization(first, CALL_HANDLING);
  const headers = { ...equipment, 'Content-Type': 'application/json' };
  const calls: string[] = [];
  for (let index = 0; index < CALLS; index += 1) calls.push(await openCall(first, equipment));
  for (let index = 0; index < SUBSCRIPTIONS; index += 1) {
    const hook = { name: `Bench ${index}`, url: receiver.url, event_types: ['location.updated'] };
    await postJson(`${first.origin}/api/webhooks`, administrator, hook);
  }
  const streams = addresses.map(({ port }, place) => {
    const own = calls.filter((_, index) => index % processes === place);
    const body = JSON.stringify(LOCATION);
    const requests = own.map((id) => encodeRequest('POST', `/api/incidents/${id}/locations`, headers, body));
    return { port, requests, connections: requests.length };
  });
  const [before, startedAt] = [servers.cpu(), performance.now()];
  const { results } = await load.run({ streams, durationMs: WRITE_MS });
  const writtenInMs = performance.now() - startedAt;
  const written = results.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0);
  const wanted = written * SUBSCRIPTIONS;
  const until = performance.now() + DELIVERED_WITHIN_MS;
  while (receiver.received.count < wanted && performance.now() < until) await sleep(LOOK_MS);
  const after = servers.cpu();
  const { count, doubled, lastAt } = receiver.received;
  receiver.stop();
  const perDelivery = (seconds: number) => (1e6 * seconds) / Math.max(1, count);
  const threads = after.mainThreads.map((seconds, index) => seconds - (before.mainThreads[index] ?? 0));
  return {
    writes: (1_000 * written) / writtenInMs,
    deliveries: (1_000 * count) / (lastAt - startedAt),
    missing: Math.max(0, wanted - (count - doubled)),
    doubled,
    serverMicroseconds: perDelivery(after.server - before.server),
    databaseMicroseconds: perDelivery(after.database - before.database),
    busiest: Math.max(...threads) / ((performance.now() - startedAt) / 1_000),
  };
}

/** Writes and deliveries of one agency over one, two and four processes on one PostgreSQL, all of them on the same cores. */
export const processes: FigureCase = {
  id: 'processes',
  title: `${CALLS} writers and ${SUBSCRIPTIONS} webhook subscriptions of one agency over several processes on PostgreSQL`,
  isOnlyNamed: true,
  async measure(bench, progress) {
    const rows: string[][] = [];
    let [missing, doubled] = [0, 0];
    for (const count of PROCESSES) {
      progress(`  ${count} processes`);
      const directory = join(bench.directory, String(count));
      mkdirSync(directory, { mode: 0o711 });
      const children = new Children(directory);
      const measured = await measure({ ...bench, children, directory }, count).finally(() => children.stopAll());
      missing += measured.missing;
      doubled += measured.doubled;
      const { serverMicroseconds: server, databaseMicroseconds: database } = measured;
      rows.push([
        String(count),
        measured.writes.toFixed(0),
        measured.deliveries.toFixed(0),
        server.toFixed(0),
        database.toFixed(0),
        `${((100 * database) / (server + database)).toFixed(0)}%`,
        measured.busiest.toFixed(2),
        String(measured.missing),
        String(measured.doubled),
      ]);
    }
    return {
      heading: [
        ...['processes', 'events/s', 'deliveries/s', 'servers, CPU µs a delivery', 'database, CPU µs a delivery'],
        ...['share of the database', 'busiest main thread', 'missing', 'doubled'],
      ],
      rows,
      notes: [
        'The processes, the database and the generator share the cores: what a further process brings on cores of its own follows from the CPU.',
      ],
      verdicts: [
        { bar: 'deliveries missing', measured: String(missing), wanted: '0', isMet: missing === 0 },
        { bar: 'deliveries twice', measured: String(doubled), wanted: '0', isMet: doubled === 0 },
      ],
    };
  },
};
