import { once } from 'node:events';
import type { Bar, Bench, RateCase, Subject } from '../case.ts';
import { encodeRequest } from '../load/stream.ts';
import { streamSubject } from '../load/subject.ts';
import type { Server } from '../process/start-server.ts';
import { authorization, requireOk } from '../servers/asking.ts';
import { openCalls } from '../servers/open-calls.ts';
import { CAD, databaseFileOf, SEED_INCIDENTS, SUBSCRIBER, startSallyport } from '../servers/sallyport.ts';

const CONNECTIONS = 4;
const AGENCY = 'sandbox-county';
const FEW = 1_000;
const MANY = 1_000_000;
const PAGE = 100;
const AT_LEAST = 0.9;

const PATHS = [
  { path: '/v1/incident_events', client: SUBSCRIBER, list: 'incident_events' },
  { path: '/api/incidents', client: CAD, list: 'incidents' },
] as const;

const nameOf = (path: string, count: number) => `${path}, ${count.toLocaleString('en')} incidents`;

async function startWith(bench: Bench, count: number): Promise<Server> {
  const folder = `with-${count}`;
  const server = await startSallyport(bench, { name: `Sallyport with ${count}`, folder });
  await openCalls(server, 1);
  const args = [SEED_INCIDENTS, databaseFileOf(bench, folder), AGENCY, String(count)];
  const seeding = bench.children.start({ name: `seed ${count}`, side: 'server', args });
  const [code] = (await once(seeding.process, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`${count} incidents could not be seeded`);
  return server;
}

async function subjectsOf(bench: Bench, count: number): Promise<Subject[]> {
  const server = await startWith(bench, count);
  const subjects: Subject[] = [];
  for (const { path, client, list } of PATHS) {
    const headers = await authorization(server, client);
    const paged = `${path}?limit=${PAGE}`;
    const page = JSON.parse(await requireOk(await fetch(server.origin + paged, { headers }))) as Record<
      string,
      unknown[]
    >;
    if (page[list]?.length !== PAGE) throw new Error(`${paged} has ${page[list]?.length} entries, not ${PAGE}`);
    const requests = [encodeRequest('GET', paged, headers)];
    const named = { ...server, name: nameOf(path, count) };
    subjects.push(streamSubject(bench, named, { port: server.port, requests, connections: CONNECTIONS }));
  }
  return subjects;
}

/** The newest page of events and of incidents, where few are stored and where a million are: the cost is to be the same. */
export const newestPages: RateCase = {
  id: 'newest-pages',
  title: `the newest ${PAGE}, at ${FEW.toLocaleString('en')} and at ${MANY.toLocaleString('en')} stored incidents`,
  unit: 'pages/s',
  async prepare(bench) {
    const [few, many] = [await subjectsOf(bench, FEW), await subjectsOf(bench, MANY)];
    const bars = PATHS.map(({ path }): Bar => {
      return { kind: 'ratio', subject: nameOf(path, MANY), reference: nameOf(path, FEW), atLeast: AT_LEAST };
    });
    return { subjects: [few, many].flat().sort((a, b) => a.name.localeCompare(b.name)), bars };
  },
};
