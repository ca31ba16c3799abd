import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { AddressRules } from './address-rules.ts';
import { createFetchChecked } from './checked-fetch.ts';
import { createHostResolver } from './host-resolver.ts';

const MEBIBYTE = 1_048_576;

describe('a fetch of what somebody else publishes', () => {
  const closing: (() => unknown)[] = [];
  after(() => Promise.all(closing.map((close) => close())));

  async function serve(answer: RequestListener, withinMs?: number) {
    const server = createServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const tools = createFetchChecked({
      rules: new AddressRules(['127.0.0.0/8']),
      resolve: createHostResolver(),
      ...(withinMs !== undefined && { withinMs }),
    });
    closing.push(
      tools.close,
      () => server.close(),
      () => server.closeAllConnections(),
    );
    return tools.fetchChecked('an-agency', `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  }

  test('has its answer whole, compressed or not, up to a mebibyte', async () => {
    const body = JSON.stringify({ filler: 'x'.repeat(MEBIBYTE - 20) });
    for (const encoding of ['identity', 'gzip']) {
      const answer = await serve((_, response) => {
        response.setHeader('content-type', 'application/json');
        response.setHeader('content-encoding', encoding);
        response.end(encoding === 'gzip' ? gzipSync(body) : body);
      });
      assert.equal(answer.status, 200);
      assert.equal(answer.headers.get('content-type'), 'application/json');
      assert.equal((await answer.text()).length, body.length);
    }
  });

  test('fails where what was compressed is larger than that, long before it is read whole', async () => {
    const bomb = gzipSync(Buffer.alloc(64 * MEBIBYTE, 'x'));
    assert.ok(bomb.length < MEBIBYTE, 'small enough as it is sent');
    const answer = await serve((_, response) => response.setHeader('content-encoding', 'gzip').end(bomb));
    await assert.rejects(answer.json(), /larger than 1048576 bytes/);
  });

  test('fails where a body trickles, however short the time between two pieces', async () => {
    const answer = await serve((_, response) => {
      const trickle = setInterval(() => response.write(' '), 20);
      response.on('close', () => clearInterval(trickle));
    }, 500);
    await assert.rejects(answer.text(), { name: 'TimeoutError' });
  });

  test('follows no redirect', async () => {
    const answer = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    assert.equal(answer.status, 302);
  });
});
