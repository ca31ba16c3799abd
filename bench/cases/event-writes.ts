import { fileURLToPath } from 'node:url';
import type { Bench, RateCase } from '../case.ts';
import { streamSubject } from '../load/subject.ts';
import { tokenRequest } from '../load/token-request.ts';
import { askChild } from '../process/ask-child.ts';
import { openCalls } from '../servers/open-calls.ts';
import { BOTH_ENGINES, CAD, type PlacedServer, startOnBothEngines, startOnPostgres } from '../servers/sallyport.ts';

const ADD_AGENCIES = fileURLToPath(new URL('../servers/add-agencies.ts', import.meta.url));
const CONNECTIONS = 32;
const AGENCIES = 100;
const WRITERS = 200;
const TOKENS_PER_SECOND = 20;

/** Events acknowledged durable: a location for each of 32 open calls, again and again, on both engines. */
export const eventWrites: RateCase = {
  id: 'event-writes',
  title: 'events acknowledged durable, POST /api/incidents/{id}/locations',
  unit: 'events/s',
  async prepare(bench) {
    const subjects = [];
    for (const server of await startOnBothEngines(bench)) {
      const requests = await openCalls(server, CONNECTIONS);
      subjects.push(streamSubject(bench, server, { port: server.port, requests, connections: CONNECTIONS }));
    }
    return { subjects, bars: BOTH_ENGINES };
  },
};

/** One open call of each of so many new agencies: the bytes of requests that state where its caller is. */
async function openCallOfEach(bench: Bench, server: PlacedServer, count: number): Promise<Uint8Array[]> {
  const args = [ADD_AGENCIES, String(count), ...server.place];
  const child = bench.children.start({ name: `agencies of ${server.name}`, side: 'load', args, hasChannel: true });
  const requests: Uint8Array[] = [];
  for (const client of await askChild<{ clientId: string; clientSecret: string }[]>(child, {})) {
    requests.push(...(await openCalls(server, 1, client)));
  }
  return requests;
}

/** The same for one call of each of 100 agencies, all at once: nobody waits for another agency. */
export const eventWritesOfMany: RateCase = {
  id: 'event-writes-of-many',
  title: `events acknowledged durable, of ${AGENCIES} agencies`,
  unit: 'events/s',
  async prepare(bench) {
    const subjects = [];
    for (const server of await startOnBothEngines(bench)) {
      const requests = await openCallOfEach(bench, server, AGENCIES);
      subjects.push(streamSubject(bench, server, { port: server.port, requests, connections: AGENCIES }));
    }
    return { subjects, bars: BOTH_ENGINES };
  },
};

const machineToken = tokenRequest('/oauth/token', {
  grant_type: 'client_credentials',
  client_id: CAD.clientId,
  client_secret: CAD.clientSecret,
});

/** Machine tokens at a steady rate on PostgreSQL, while 200 writers of one agency write as fast as they can. */
export const tokensBesideWrites: RateCase = {
  id: 'tokens-beside-writes',
  title: `events of one agency on PostgreSQL by ${WRITERS} writers, with ${TOKENS_PER_SECOND} client_credentials tokens/s beside them`,
  unit: 'events/s',
  async prepare(bench) {
    const server = await startOnPostgres(bench);
    const requests = await openCalls(server, WRITERS);
    await machineToken.askOnce(server.origin);
    const writes = { port: server.port, requests, connections: WRITERS };
    const tokens = { port: server.port, requests: [machineToken.bytes], connections: 8, perSecond: TOKENS_PER_SECOND };
    return {
      subjects: [streamSubject(bench, server, writes, tokens)],
      bars: [{ kind: 'p99-beside', subject: server.name, stream: 'client_credentials tokens meanwhile', belowMs: 50 }],
    };
  },
};
