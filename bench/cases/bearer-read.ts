import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RateCase } from '../case.ts';
import { encodeRequest } from '../load/stream.ts';
import { streamSubject } from '../load/subject.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { authorization, requireOk } from '../servers/asking.ts';
import { ALARM, CAD, startSallyport } from '../servers/sallyport.ts';

const CONNECTIONS = 32;
const CAD_AGENCY = 'sandbox-county';
const ALERT_COUNT = 10;
const PATH = '/api/incidents';
const QUERY = `?limit=${ALERT_COUNT}`;
const SAME_ROUTE = fileURLToPath(new URL('../servers/same-route-server.ts', import.meta.url));
const FROM_MEMORY = fileURLToPath(new URL('../servers/bare-fastify-server.ts', import.meta.url));

/** The list read must be full whatever the demo holds, so that a page is a page's work. */
async function sendAlerts(server: Server): Promise<void> {
  const headers = { ...(await authorization(server, ALARM)), 'Content-Type': 'application/json' };
  for (let index = 0; index < ALERT_COUNT; index += 1) {
    const user = { full_name: `Caller ${index}`, phone_number: `+1410555010${index}` };
    const geodetic = { latitude: 39.1 + index / 100, longitude: -77.1, uncertainty: 15 };
    const event = { location: { geodetic }, source_id: `bench-${index}`, emergency_type: 'FIRE' };
    const body = JSON.stringify({ callflow: 'sandbox', variables: { user, event } });
    await requireOk(await fetch(`${server.origin}/v1/rem/trigger`, { method: 'POST', headers, body }));
  }
}

/** A page of incidents behind a bearer check, beside the same route on bare Fastify, and beside its bytes from memory. */
export const bearerRead: RateCase = {
  id: 'bearer-read',
  title: `bearer-checked read, GET ${PATH}${QUERY}`,
  unit: 'reads/s',
  async prepare(bench) {
    const server = await startSallyport(bench);
    await sendAlerts(server);
    const headers = await authorization(server, CAD);
    const answer = await requireOk(await fetch(server.origin + PATH + QUERY, { headers }));
    const listed = (JSON.parse(answer) as { incidents: unknown[] }).incidents.length;
    if (listed !== ALERT_COUNT) throw new Error(`${PATH} listed ${listed} incidents, not ${ALERT_COUNT}`);
    const answerFile = join(bench.directory, 'answer.json');
    writeFileSync(answerFile, answer);
    const sameRoute = await startServer(bench.children, {
      name: 'same route on bare Fastify',
      args: (port) => [SAME_ROUTE, String(port), PATH, join(bench.directory, 'data', 'sallyport.db'), CAD_AGENCY],
      readyPath: PATH + QUERY,
    });
    const fromMemory = await startServer(bench.children, {
      name: 'the same bytes from memory',
      args: (port) => [FROM_MEMORY, String(port), PATH, answerFile],
      readyPath: PATH + QUERY,
    });
    for (const bare of [sameRoute, fromMemory]) {
      const same = await requireOk(await fetch(bare.origin + PATH + QUERY));
      if (same !== answer) throw new Error(`${bare.origin} does not answer the same bytes`);
    }
    const request = encodeRequest('GET', PATH + QUERY, headers);
    return {
      subjects: [server, sameRoute, fromMemory].map(({ port, ...rest }) =>
        streamSubject(bench, { port, ...rest }, { port, requests: [request], connections: CONNECTIONS }),
      ),
      bars: [{ kind: 'ratio', subject: 'Sallyport', reference: 'same route on bare Fastify', atLeast: 0.7 }],
    };
  },
};
