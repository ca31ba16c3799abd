import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { createTokens, sallyport } from '../index.ts';

test('a bare 401 of the token path is asked again twice, and a named one not at all', async (t) => {
  let asked = 0;
  let body = '{"detail":"no"}';
  const server = createServer((_, res) => {
    asked += 1;
    res.writeHead(401, { 'content-type': 'application/json' }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const credentials = { clientId: 'a', clientSecret: 'b' };
  const tokens = () =>
    createTokens({ server: sallyport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), ...credentials });
  await assert.rejects(tokens().token(), { status: 401 });
  assert.equal(asked, 3);
  body = '{"error":"invalid_client","detail":"no"}';
  await assert.rejects(tokens().token(), { code: 'invalid_client' });
  assert.equal(asked, 4);
});
