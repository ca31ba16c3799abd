import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { callerOf } from '../../../testing/src/caller.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { DIALECTS } from '../dialects/index.ts';
import { isCompressedRead } from './compressed-reads.ts';

/** `has_…` states only whether there is one. */
const SECRET_NAME = /"(?!has_)(\w*(?:token|secret|password|otp|ticket|user_code|device_code)|link)":/g;
/** Whoever asks has it, because it stands in the path. */
const IN_THE_PATH = /:(\w+)/g;

test('no answer that is compressed has a member that is a secret by its name', () => {
  const routes = DIALECTS.flatMap(({ routes: own }) => Object.values(own)).filter(isCompressedRead);
  assert.ok(routes.length >= 30, String(routes.length));
  const found = routes.flatMap(({ path, schema }) =>
    [...JSON.stringify(schema.responses).matchAll(SECRET_NAME)]
      .filter(([, name = '']) => ![...path.matchAll(IN_THE_PATH)].some(([, given]) => given === name))
      .map(([, name]) => `${path} ${name}`),
  );
  assert.deepEqual(found, []);
});

onEachEngine('the answers of reads', (engine) => {
  // Nothing here differs by engine.
  if (engine.name !== 'sqlite') return;

  test('are compressed above 1 KiB as the client takes them, and neither small ones nor tokens are', async (t) => {
    const world = await testWorld(engine);
    t.after(() => world.stop());
    const call = await callerOf(world.app, 'sandbox-call-handling');
    for (let digit = 0; digit < 5; digit += 1) {
      const opened = await call('POST', '/api/incidents', { call: { caller_phone_number: `+1555555012${digit}` } });
      assert.equal(opened.status, 201, JSON.stringify(opened.body));
    }
    const credentials = { client_id: 'sandbox-prepared-events', client_secret: 'sandbox-prepared-events-secret' };
    const token = await world.app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: { 'accept-encoding': 'br' },
      payload: { ...credentials, grant_type: 'client_credentials' },
    });
    assert.equal(token.headers['content-encoding'], undefined);
    const authorization = `Bearer ${token.json().access_token}`;
    const read = (encodings?: string, query = '') =>
      world.app.inject({
        url: `/v1/incident_events${query}`,
        headers: { authorization, ...(encodings !== undefined && { 'accept-encoding': encodings }) },
      });
    const plain = await read();
    assert.equal(plain.headers['content-encoding'], undefined);
    assert.ok(plain.rawPayload.length > 1_024, plain.body);
    for (const [encodings, name, decompress] of [
      ['gzip, deflate, br', 'br', brotliDecompressSync],
      ['gzip', 'gzip', gunzipSync],
    ] as const) {
      const answer = await read(encodings);
      assert.equal(answer.headers['content-encoding'], name);
      assert.match(String(answer.headers['vary']), /accept-encoding/);
      assert.equal(decompress(answer.rawPayload).toString(), plain.body);
      assert.ok(answer.rawPayload.length < plain.rawPayload.length / 2);
    }
    for (const encodings of ['identity', 'br;q=0', 'zstd']) {
      assert.equal((await read(encodings)).headers['content-encoding'], undefined, encodings);
    }
    const small = await read('br', '?limit=1&after=sandbox-county:999999999');
    assert.equal(small.headers['content-encoding'], undefined);
  });
});
