import { connect, type Socket } from 'node:net';
import type { Address } from '../process/start-server.ts';
import { authorization, postJson } from '../servers/asking.ts';
import { CALL_HANDLING, SUBSCRIBER } from '../servers/sallyport.ts';
import { upgradeRequest } from '../sockets/upgrade-request.ts';
import type { Attack } from './attack.ts';
import { fillPages, REQUEST_FLOODS } from './request-floods.ts';

const UNREAD_CONNECTIONS = 20;
const UNREAD_REQUESTS = 500;
const PIPELINED_READS = 12_000;
const COMMANDS_A_TURN = 200;
const HALF_UPLOADS = 24;
const UPLOAD_BYTES = 25 * 2 ** 20;
const IDLE_CONNECTIONS = 1_400;
const TURN_MS = 20;

function request(method: string, path: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ Host: '127.0.0.1', ...headers }).map(([name, value]) => `${name}: ${value}`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** Connections that write and, unless asked, read nothing. One that is ended is left ended. */
function open({ port }: Address, count: number, isRead = false): { sockets: Socket[]; stop: () => void } {
  const sockets = Array.from({ length: count }, () => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    if (isRead) socket.resume();
    else socket.pause();
    return socket;
  });
  return {
    sockets,
    stop() {
      for (const socket of sockets) socket.destroy();
    },
  };
}

async function unread(server: Address, path: string): Promise<() => void> {
  const { sockets, stop } = open(server, UNREAD_CONNECTIONS);
  for (const socket of sockets) socket.write(request('GET', path).repeat(UNREAD_REQUESTS));
  return stop;
}

async function pipelinedReads(server: Address, isRead: boolean): Promise<() => void> {
  const headers = { ...(await authorization(server, SUBSCRIBER)) };
  const { sockets, stop } = open(server, 1, isRead);
  sockets[0]?.write(request('GET', '/v1/incident_events?limit=100', headers).repeat(PIPELINED_READS));
  return stop;
}

async function subscribeAgain(server: Address): Promise<() => void> {
  const { sockets, stop } = open(server, 1);
  const [socket] = sockets as [Socket];
  socket.write(upgradeRequest('/cable', { ...(await authorization(server, SUBSCRIBER)) }));
  const identifier = JSON.stringify({ channel: 'PartnerEventsChannel', incident_id: 'x'.repeat(2_000) });
  const frame = maskedText(JSON.stringify({ command: 'subscribe', identifier }));
  const frames = Buffer.concat(Array.from({ length: COMMANDS_A_TURN }, () => frame));
  const timer = setInterval(() => {
    if (socket.writableLength < 2 ** 20) socket.write(frames);
  }, TURN_MS);
  return () => {
    clearInterval(timer);
    stop();
  };
}

/** A text frame as a client sends it (RFC 6455 section 5.2), masked with zeros. */
function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 255, 0, 0, 0, 0]), payload]);
}

async function halfUploads(server: Address): Promise<() => void> {
  const headers = await authorization(server, CALL_HANDLING);
  const { id } = await postJson(`${server.origin}/api/incidents`, headers, { call: {} });
  const { sockets, stop } = open(server, HALF_UPLOADS);
  const length = { 'Content-Type': 'image/jpeg', 'Content-Length': String(UPLOAD_BYTES) };
  const half = Buffer.alloc(UPLOAD_BYTES - 1);
  half.set([0xff, 0xd8, 0xff, 0xe0]);
  for (const socket of sockets) {
    socket.write(request('POST', `/api/incidents/${id}/media`, { ...headers, ...length }));
    socket.write(half);
  }
  return stop;
}

async function idleConnections(server: Address): Promise<() => void> {
  const { sockets, stop } = open(server, IDLE_CONNECTIONS);
  for (const socket of sockets) socket.write(request('GET', '/docs').repeat(50));
  return stop;
}

export const ATTACKS: readonly Attack[] = [
  { name: '500 unread /openapi.json on each of 20 connections', start: (server) => unread(server, '/openapi.json') },
  { name: '500 unread /docs on each of 20 connections', start: (server) => unread(server, '/docs') },
  {
    name: '500 unread /docs/js/scalar.js on each of 20 connections',
    start: (server) => unread(server, '/docs/js/scalar.js'),
  },
  {
    name: '12,000 pipelined reads of one client, read',
    prepare: fillPages,
    start: (server) => pipelinedReads(server, true),
  },
  {
    name: '12,000 pipelined reads of one client, unread',
    prepare: fillPages,
    start: (server) => pipelinedReads(server, false),
  },
  { name: 'one /cable socket that subscribes again and again, unread', start: subscribeAgain },
  { name: '24 uploads of 25 MiB that never end', start: halfUploads },
  { name: '1,400 connections with 50 unread /docs each', start: idleConnections },
  ...REQUEST_FLOODS,
];
