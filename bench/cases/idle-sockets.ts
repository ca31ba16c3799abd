import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Bench, FigureCase } from '../case.ts';
import { residentBytes } from '../process/resident-bytes.ts';
import { type Server, startServer } from '../process/start-server.ts';
import { authorization, requireOk } from '../servers/asking.ts';
import { METRICS_TOKEN, SUBSCRIBER, startSallyport } from '../servers/sallyport.ts';
import { Audience } from '../sockets/audience.ts';
import { upgradeRequest } from '../sockets/upgrade-request.ts';

const SOCKETS = 5_000;
/** Opened before the first reading, so that code, tables and the room for young objects, which all share, are not counted. */
const SOCKETS_BEFORE = 1_000;
const SETTLE_MS = 2_000;
const BAR_KB = 30;
const STREAM = '/v1/incident_events/stream';
const BARE_WS = fileURLToPath(new URL('../servers/bare-ws-server.ts', import.meta.url));

interface Memory {
  residentBytes: number;
  /** What V8 holds, with what it has not collected yet. */
  heapBytes: number;
}

interface Listened {
  server: Server;
  upgrade: Uint8Array;
  heapBytes(): Promise<number>;
}

async function memoryOf({ server, heapBytes }: Listened): Promise<Memory> {
  await sleep(SETTLE_MS);
  return { residentBytes: residentBytes(server.pid), heapBytes: await heapBytes() };
}

async function startSallyportListened(bench: Bench): Promise<Listened> {
  const server = await startSallyport(bench);
  return {
    server,
    upgrade: upgradeRequest(STREAM, await authorization(server, SUBSCRIBER)),
    async heapBytes() {
      const headers = { Authorization: `Bearer ${METRICS_TOKEN}` };
      const metrics = await requireOk(await fetch(`${server.origin}/metrics`, { headers }));
      return Number(/^sallyport_nodejs_heap_size_used_bytes (\S+)$/m.exec(metrics)?.[1]);
    },
  };
}

async function startBareListened(bench: Bench): Promise<Listened> {
  const frameFile = join(bench.directory, 'frame.json');
  writeFileSync(frameFile, '{}');
  const args = (port: number) => [BARE_WS, String(port), frameFile];
  const server = await startServer(bench.children, { name: 'bare ws', args, readyPath: '/' });
  return {
    server,
    upgrade: upgradeRequest('/'),
    async heapBytes() {
      const { heapUsed } = JSON.parse(await requireOk(await fetch(`${server.origin}/memory`))) as NodeJS.MemoryUsage;
      return heapUsed;
    },
  };
}

/** Kilobytes of 1,000 bytes: the bar is in them. */
const kilobytes = (bytes: number) => bytes / 1000;

async function measureOne(bench: Bench, listened: Listened): Promise<{ row: string[]; residentEach: number }> {
  const { server, upgrade } = listened;
  const { name, port } = server;
  await Audience.open(bench.children, { name: `${name} before`, port, upgrade, sockets: SOCKETS_BEFORE });
  const before = await memoryOf(listened);
  await Audience.open(bench.children, { name, port, upgrade, sockets: SOCKETS });
  const after = await memoryOf(listened);
  const residentEach = kilobytes(after.residentBytes - before.residentBytes) / SOCKETS;
  const heapEach = kilobytes(after.heapBytes - before.heapBytes) / SOCKETS;
  const megabytes = [before.residentBytes, after.residentBytes, before.heapBytes, after.heapBytes].map((bytes) =>
    (kilobytes(bytes) / 1000).toFixed(1),
  );
  return { row: [name, ...megabytes, residentEach.toFixed(1), heapEach.toFixed(1)], residentEach };
}

/** What a socket costs that is connected and receives nothing, beside one of `ws` alone. */
export const idleSockets: FigureCase = {
  id: 'idle-sockets',
  title: `memory of ${SOCKETS} idle sockets`,
  async measure(bench) {
    const own = await measureOne(bench, await startSallyportListened(bench));
    const bare = await measureOne(bench, await startBareListened(bench));
    return {
      heading: [
        'server',
        'RSS before, MB',
        'RSS after',
        'heap before, MB',
        'heap after',
        'RSS each, KB',
        'heap each, KB',
      ],
      rows: [own.row, bare.row],
      verdicts: [
        {
          bar: 'RSS of an idle socket',
          measured: `${own.residentEach.toFixed(1)} KB`,
          wanted: `< ${BAR_KB} KB`,
          isMet: own.residentEach < BAR_KB,
        },
      ],
    };
  },
};
