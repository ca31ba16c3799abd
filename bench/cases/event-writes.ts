import type { RateCase } from '../case.ts';
import { streamSubject } from '../load/subject.ts';
import { openCalls } from '../servers/open-calls.ts';
import { BOTH_ENGINES, startOnBothEngines } from '../servers/sallyport.ts';

const CONNECTIONS = 32;

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
