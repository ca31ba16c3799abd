import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough, type Readable } from 'node:stream';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { eventually } from '../../../testing/src/barrier.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { wholeOf } from '../kernel/arrived-file.ts';
import { UploadSpool } from './upload-spool.ts';

const MEBIBYTE = 2 ** 20;
/** Spans so short that a test sees several, and so long that what comes at once comes in one. */
const QUICK = { spanMs: 200, bytesASpan: 1_024, withinMs: 60_000 };

/** A request body as a server gets it, with a hand on its sending side. */
async function arriving(server: Server): Promise<{ body: Readable; send: (bytes: Buffer) => void; end: () => void }> {
  const { port } = server.address() as AddressInfo;
  const came = once(server, 'request') as Promise<[Readable]>;
  const sender = ask({ port, host: '127.0.0.1', method: 'POST' }).on('error', () => {});
  sender.flushHeaders();
  const [body] = await came;
  return { body, send: (bytes) => void sender.write(bytes), end: () => void sender.end() };
}

async function listening(close: (end: () => void) => void): Promise<Server> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  close(() => {
    server.closeAllConnections();
    server.close();
  });
  return server;
}

/** Collects what nothing refers to any more. */
async function collect(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as NonNullable<typeof globalThis.gc>;
  // A WeakRef keeps its target until the task in which it was made or read is over.
  await nextTurn();
  gc();
}

test('pieces of an upload that has not ended are on the disk and no longer in memory', async () => {
  const body = new PassThrough();
  const taking = new UploadSpool().take('client', body, 64 * MEBIBYTE, 0);
  const pieces: WeakRef<Buffer>[] = [];
  for (let count = 0; count < 64; count += 1) {
    const piece = Buffer.alloc(65_536, count);
    pieces.push(new WeakRef(piece));
    if (!body.write(piece)) await once(body, 'drain');
  }
  await eventually(() => body.readableLength === 0 && body.writableLength === 0);
  await eventually(async () => {
    await collect();
    return pieces.filter((piece) => piece.deref() !== undefined).length <= 4;
  });
  body.end();
  await (await taking).close();
});

test('an upload arrives byte for byte and is read in pieces', async (t) => {
  const server = await listening((end) => t.after(end));
  const spool = new UploadSpool();
  const { body, send, end } = await arriving(server);
  const taking = spool.take('client', body, 64 * MEBIBYTE, 0);
  const hash = createHash('sha256');
  for (let count = 0; count < 32; count += 1) {
    const piece = Buffer.alloc(MEBIBYTE, count);
    hash.update(piece);
    send(piece);
  }
  end();
  const file = await taking;
  assert.equal(file.sizeBytes, 32 * MEBIBYTE);
  assert.equal(file.sha256, hash.digest('hex'));
  const sizes: number[] = [];
  for await (const piece of file.pieces(10 * MEBIBYTE)) sizes.push(piece.length / MEBIBYTE);
  assert.deepEqual(sizes, [10, 10, 10, 2]);
  await file.close();
  await file.close();
});

test('one that stops half way is refused with request_timeout, and so is one that trickles', async (t) => {
  const server = await listening((end) => t.after(end));
  const spool = new UploadSpool(QUICK);
  const half = await arriving(server);
  half.send(Buffer.alloc(512));
  await refusedWith('request_timeout', spool.take('client', half.body, MEBIBYTE, 0));
  const late = await arriving(server);
  const trickle = setInterval(() => late.send(Buffer.alloc(2_048)), 20);
  t.after(() => clearInterval(trickle));
  const overall = new UploadSpool({ ...QUICK, withinMs: 300 });
  await refusedWith('request_timeout', overall.take('client', late.body, MEBIBYTE, 0));
});

test('one that is larger than it may be is refused by what it declares, and by what it brings', async (t) => {
  const server = await listening((end) => t.after(end));
  const spool = new UploadSpool();
  await refusedWith('body_too_large', spool.take('client', new PassThrough(), 100, 101));
  const { body, send } = await arriving(server);
  send(Buffer.alloc(1_000));
  await refusedWith('body_too_large', spool.take('client', body, 999, 0));
});

test('a client has four at once, all have sixteen, and an end makes room', async (t) => {
  const server = await listening((end) => t.after(end));
  const spool = new UploadSpool();
  const open: { end: () => void; taken: Promise<unknown> }[] = [];
  for (let upload = 0; upload < 16; upload += 1) {
    const { body, send, end } = await arriving(server);
    send(Buffer.from('a file'));
    const taken = spool.take(`client ${upload % 4}`, body, MEBIBYTE, 0);
    taken.catch(() => {});
    open.push({ end, taken });
  }
  await refusedWith('too_many_requests', spool.take('client 1', new PassThrough(), MEBIBYTE, 0));
  const refusal = await refusedWith('unavailable', spool.take('another', new PassThrough(), MEBIBYTE, 0));
  assert.ok((refusal.retryAfterSeconds ?? 0) > 0);
  open[0]?.end();
  const first = (await open[0]?.taken) as Awaited<ReturnType<UploadSpool['take']>>;
  assert.equal(String(await wholeOf(first)), 'a file');
  const again = new PassThrough();
  const taken = spool.take('another', again, MEBIBYTE, 0);
  again.end('another file');
  assert.equal(String(await wholeOf(await taken)), 'another file');
  for (const { end } of open) end();
  await Promise.all(open.map(({ taken: each }) => each));
});
