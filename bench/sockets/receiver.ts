import { connect, type Socket } from 'node:net';
import { FrameReader } from './frame-reader.ts';
import { monotonicMs, type ReceiverOrder, type ReceiverReport } from './receiving.ts';

// Sockets that receive what a server states to everybody. A program of its own, so that it can be pinned away from the
// servers. It ends when the IPC channel closes.

const OPENING_AT_ONCE = 32;
const READ_BUFFER_BYTES = 65_536;
/** An empty pong with a mask of zeros (RFC 6455 sections 5.3 and 5.5.3). */
const PONG = Buffer.from([0x8a, 0x80, 0, 0, 0, 0]);

interface Arrivals {
  count: number;
  at: Float64Array;
}

// One for all sockets: what arrived is counted before the next read.
const readBuffer = Buffer.alloc(READ_BUFFER_BYTES);
const arrivals = new Map<number, Arrivals>();
let sockets = 0;

const report = (message: ReceiverReport) => void process.send?.(message);

function fail(reason: string): void {
  report({ kind: 'failed', reason });
}

function arrived(event: number): void {
  let each = arrivals.get(event);
  if (each === undefined) {
    each = { count: 0, at: new Float64Array(sockets) };
    arrivals.set(event, each);
  }
  each.at[each.count] = monotonicMs();
  each.count += 1;
  if (each.count === sockets) report({ kind: 'everywhere', event });
}

function openOne(port: number, upgrade: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    let frames = 0;
    const reader = new FrameReader({
      onOpen: resolve,
      onFrame() {
        frames += 1;
        arrived(frames);
      },
      onPing: () => socket.write(PONG),
      onFailure: fail,
    });
    const onread = {
      buffer: readBuffer,
      callback(bytes: number) {
        reader.read(readBuffer.subarray(0, bytes));
        return true;
      },
    };
    const socket: Socket = connect({ port, host: '127.0.0.1', onread });
    socket.on('error', (err) => fail(err.message));
    socket.on('close', () => fail('a socket is gone'));
    socket.write(upgrade);
  });
}

async function openAll(order: ReceiverOrder & { kind: 'open' }): Promise<void> {
  sockets = order.sockets;
  let left = sockets;
  const openers = Array.from({ length: OPENING_AT_ONCE }, async () => {
    while (left > 0) {
      left -= 1;
      await openOne(order.port, order.upgrade);
    }
  });
  await Promise.all(openers);
  report({ kind: 'opened' });
}

function collect(): void {
  const collected = [...arrivals].map(([event, { at }]) => ({ event, at }));
  arrivals.clear();
  report({ kind: 'collected', arrivals: collected });
}

process.on('message', (order: ReceiverOrder) => {
  if (order.kind === 'open') void openAll(order);
  else collect();
});
