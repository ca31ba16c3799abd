import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { eventually } from '../../../../../testing/src/barrier.ts';
import { addressesInHosts, createHostResolver } from './host-resolver.ts';

/**
 * A name server on loopback: names under `silent.test` are never answered, `one.test` has one address, `both.test` one of
 * each family, of which it answers that of IPv4 once it is let, others none.
 */
let socket: Socket;
let server = '';
const asked: string[] = [];
let letIpv4: () => void = () => {};
const isIpv4Let = new Promise<void>((resolve) => {
  letIpv4 = resolve;
});

function nameIn(query: Buffer): string {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return labels.join('.');
}

const questionEndOf = (name: string) => 12 + name.length + 2 + 4;
const isForIpv4 = (query: Buffer, name: string) => query.readUInt16BE(questionEndOf(name) - 4) === 1;
const IPV4_RECORD = Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 7]);
const IPV6_RECORD = Buffer.from([
  0xc0,
  0x0c,
  0,
  28,
  0,
  1,
  0,
  0,
  0,
  60,
  0,
  16,
  0x20,
  1,
  0xd,
  0xb8,
  ...Array(11).fill(0),
  7,
]);

function answerTo(query: Buffer, name: string): Buffer {
  const isIpv4 = isForIpv4(query, name);
  const hasRecord = name === 'both.test' || (name === 'one.test' && isIpv4);
  const header = Buffer.from(query.subarray(0, 12));
  header.writeUInt16BE(['one.test', 'both.test'].includes(name) ? 0x8180 : 0x8183, 2);
  header.writeUInt16BE(hasRecord ? 1 : 0, 6);
  header.writeUInt16BE(0, 8);
  header.writeUInt16BE(0, 10);
  const records = hasRecord ? [isIpv4 ? IPV4_RECORD : IPV6_RECORD] : [];
  return Buffer.concat([header, query.subarray(12, questionEndOf(name)), ...records]);
}

before(async () => {
  socket = createSocket('udp4');
  socket.on('message', (query, from) => {
    const name = nameIn(query).toLowerCase();
    asked.push(name);
    if (name.endsWith('silent.test')) return;
    const isLet = name === 'both.test' && isForIpv4(query, name) ? isIpv4Let : Promise.resolve();
    void isLet.then(() => socket.send(answerTo(query, name), from.port, from.address));
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  server = `127.0.0.1:${socket.address().port}`;
});
after(() => socket.close());

test('a name is asked for once for all who ask at the same time', async () => {
  const resolve = createHostResolver([server]);
  asked.length = 0;
  const found = await Promise.all(Array.from({ length: 20 }, (_, index) => resolve('One.test', { owner: `${index}` })));
  assert.deepEqual(new Set(found.map(String)), new Set(['192.0.2.7']));
  assert.ok(asked.length <= 2, `${asked}`);
});

test('[RFC 8305 3] one family is returned soon, and both to who waits for the whole answer', async () => {
  const resolve = createHostResolver([server]);
  const whole = resolve('both.test', { owner: '', isWhole: true });
  assert.deepEqual(await resolve('both.test'), ['2001:db8::7']);
  letIpv4();
  assert.deepEqual(await whole, ['2001:db8::7', '192.0.2.7']);
});

test('a name that is not there is unknown, and localhost needs no server', async () => {
  const resolve = createHostResolver([server]);
  await assert.rejects(resolve('none.test'), { code: 'ENOTFOUND' });
  assert.deepEqual(await resolve('localhost'), ['127.0.0.1', '::1']);
  assert.deepEqual(await resolve('hooks.localhost'), ['127.0.0.1', '::1']);
});

test("the hosts file's addresses come first, whatever the case of the name", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-hosts-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'hosts');
  writeFileSync(
    file,
    '# 10.0.0.1 hook.test\n192.0.2.9\tOther Hook.test # why\n2001:db8::9 hook.test\nnonsense hook.test\n',
  );
  assert.deepEqual(await addressesInHosts('hook.test', file), ['192.0.2.9', '2001:db8::9']);
  assert.deepEqual(await addressesInHosts('none.test', file), []);
  assert.deepEqual(await addressesInHosts('hook.test', join(folder, 'missing')), []);
});

test("forty names of one agency that no server answers hold up neither another agency's nor the one that gives up", async () => {
  const resolve = createHostResolver([server]);
  const giveUp = new AbortController();
  const silent = Array.from({ length: 40 }, (_, index) =>
    resolve(`host-${index}.silent.test`, { owner: 'one agency', signal: giveUp.signal }).then(
      () => 'found',
      (err: Error) => err.name,
    ),
  );
  await eventually(() => asked.some((name) => name.endsWith('silent.test')));
  let isEnded = false;
  void Promise.race(silent).then(() => {
    isEnded = true;
  });
  assert.deepEqual(await resolve('one.test', { owner: 'another agency' }), ['192.0.2.7']);
  assert.equal(isEnded, false, 'before any of the silent ones was given up');
  assert.ok(new Set(asked.filter((name) => name.endsWith('silent.test'))).size <= 32, 'bounded');
  giveUp.abort();
  assert.deepEqual(new Set(await Promise.all(silent)), new Set(['AbortError']));
});

test('a name that no server answers for is given up by itself', async () => {
  const resolve = createHostResolver([server]);
  await assert.rejects(resolve('forever.silent.test'), { code: 'EAI_AGAIN' });
});
