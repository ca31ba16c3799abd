import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Bar, Bench, RateCase } from '../case.ts';
import { encodeRequest } from '../load/stream.ts';
import { startServer } from '../process/start-server.ts';
import { authorization } from '../servers/asking.ts';
import { openCalls } from '../servers/open-calls.ts';
import { SUBSCRIBER, startSallyport } from '../servers/sallyport.ts';
import { Audience } from '../sockets/audience.ts';
import { broadcastSubject } from '../sockets/broadcast-subject.ts';
import { sampleFrame } from '../sockets/sample-frame.ts';
import { upgradeRequest } from '../sockets/upgrade-request.ts';

const STREAM = '/v1/incident_events/stream';
const BARE_WS = fileURLToPath(new URL('../servers/bare-ws-server.ts', import.meta.url));

/** Two servers that state the same frame to whoever listens, and the requests that make each state it. */
async function startBoth(bench: Bench) {
  const sallyport = await startSallyport(bench);
  const headers = await authorization(sallyport, SUBSCRIBER);
  const [write] = await openCalls(sallyport, 1);
  if (write === undefined) throw new Error('no call is open');
  const frameFile = join(bench.directory, 'frame.json');
  writeFileSync(frameFile, await sampleFrame(sallyport, STREAM, headers, write));
  const bare = await startServer(bench.children, {
    name: 'bare ws',
    args: (port) => [BARE_WS, String(port), frameFile],
    readyPath: '/',
  });
  return [
    { server: sallyport, upgrade: upgradeRequest(STREAM, headers), request: write },
    { server: bare, upgrade: upgradeRequest('/'), request: encodeRequest('POST', '/', {}) },
  ];
}

/** One event to everybody who listens, from a durable write, beside a broadcast of the same bytes by `ws` alone. */
function fanOut(sockets: number, steadyPerSecond: number, bars: Bar[]): RateCase {
  return {
    id: `fan-out-${sockets}`,
    title: `one event to ${sockets} sockets; latencies from its acknowledgement, at ${steadyPerSecond} events/s`,
    unit: 'deliveries/s',
    async prepare(bench) {
      const subjects = [];
      for (const { server, upgrade, request } of await startBoth(bench)) {
        const { name, port } = server;
        const audience = await Audience.open(bench.children, { name, port, upgrade, sockets });
        subjects.push(broadcastSubject({ server, audience, request, steadyPerSecond }));
      }
      return { subjects, bars };
    },
  };
}

const BESIDE_BARE = { kind: 'ratio', subject: 'Sallyport', reference: 'bare ws' } as const;

export const fanOutToThousand = fanOut(1_000, 10, [BESIDE_BARE]);
export const fanOutToFiveThousand = fanOut(5_000, 4, [{ ...BESIDE_BARE, atLeast: 0.7 }]);
