import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream, tokenFrom } from '../../packages/testing/src/stream-client.ts';

test('a token in the query reaches no log, whether it is let in or refused', async (t) => {
  const server = await startGatewayProcess({ args: ['--log-level', 'debug'] });
  t.after(() => server.stop());
  const token = await tokenFrom(server.url, 'sandbox-prepared-events');
  const wrong = await tokenFrom(server.url, 'sandbox-cad');
  const stream = await connectStream(server.url, { token });
  stream.socket.close();
  await stream.closed;
  await assert.rejects(connectStream(server.url, { token: wrong }), /refused with 403/);
  await assert.rejects(connectStream(server.url, { token: `${token}x` }), /refused with 401/);
  await fetch(`${server.url}/v1/incident_events/stream?token=${token}`);
  await server.kill('SIGTERM');
  assert.match(server.output(), /refused/);
  for (const secret of [token, wrong]) {
    const [, payload = '', signature = ''] = secret.split('.');
    assert.ok(!server.output().includes(payload.slice(0, 40)));
    assert.ok(!server.output().includes(signature));
  }
});
