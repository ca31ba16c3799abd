import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify from 'fastify';
import { FixedAnswer } from './fixed-answer.ts';

const TEXT = 'every operation, at length. '.repeat(2_000);

function serve(make: () => Promise<string | Buffer>, options?: { isCompressed: boolean }) {
  const app = Fastify();
  const answer = new FixedAnswer(make, options);
  app.get('/fixed', async (request, reply) => answer.send(request, reply.type('text/plain')));
  return (headers: Record<string, string> = {}) => app.inject({ url: '/fixed', headers });
}

test('a fixed answer is made once, and compressed as the client takes it', async () => {
  let made = 0;
  const ask = serve(async () => {
    made += 1;
    return TEXT;
  });
  const plain = await ask();
  assert.equal(plain.body, TEXT);
  assert.equal(plain.headers['content-encoding'], undefined);
  const brotli = await ask({ 'accept-encoding': 'gzip, deflate, br' });
  assert.equal(brotli.headers['content-encoding'], 'br');
  assert.equal(brotliDecompressSync(brotli.rawPayload).toString(), TEXT);
  const gzip = await ask({ 'accept-encoding': 'br;q=0, gzip;q=0.5' });
  assert.equal(gzip.headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(gzip.rawPayload).toString(), TEXT);
  for (const header of ['identity', 'zstd', '', 'gzip;q=0']) {
    const answer = await ask({ 'accept-encoding': header });
    assert.equal(answer.headers['content-encoding'], undefined, header);
    assert.equal(answer.headers['vary'], 'accept-encoding');
  }
  assert.equal(made, 1);
});

test('[RFC 9110 13.1.2] who has it is notified so, by any tag of the list, weak or not', async () => {
  const ask = serve(async () => TEXT);
  const etag = String((await ask()).headers['etag']);
  for (const tag of [etag, etag.replace('W/', ''), `"other", ${etag}`, '*']) {
    const answer = await ask({ 'if-none-match': tag });
    assert.deepEqual([answer.statusCode, answer.body, answer.headers['etag']], [304, '', etag], tag);
  }
  assert.equal((await ask({ 'if-none-match': '"other"' })).statusCode, 200);
});

test('what is compressed as it is stays so, and what could not be made is made again', async () => {
  const font = serve(async () => Buffer.from([1, 2, 3]), { isCompressed: true });
  const answer = await font({ 'accept-encoding': 'br' });
  assert.deepEqual([...answer.rawPayload], [1, 2, 3]);
  assert.equal(answer.headers['content-encoding'], undefined);
  let tries = 0;
  const ask = serve(async () => {
    tries += 1;
    if (tries === 1) throw new Error('the file is not there yet');
    return TEXT;
  });
  assert.equal((await ask()).statusCode, 500);
  assert.equal((await ask()).body, TEXT);
});
