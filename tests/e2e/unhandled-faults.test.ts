import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { metricsOf, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

/** Runs in the server's process before it: on a signal, two faults that nobody handles. */
const PRELOAD = `process.on('SIGUSR2', () => {
  Promise.reject(new Error('a rejection of this test'));
  setTimeout(() => { throw new Error('an exception of this test'); });
});`;

test('a rejection and an exception that nobody handles are logged, counted and survived', async (t) => {
  const server = await startGatewayProcess({
    env: { NODE_OPTIONS: `--import ${JSON.stringify(`data:text/javascript,${encodeURIComponent(PRELOAD)}`)}` },
  });
  t.after(() => server.stop());
  const counted = async (kind: string) => {
    const text = await metricsOf(server);
    return Number(new RegExp(`sallyport_unhandled_faults_total\\{kind="${kind}"\\} (\\d+)`).exec(text)?.[1]);
  };
  assert.deepEqual([await counted('rejection'), await counted('exception')], [0, 0]);
  process.kill(server.pid, 'SIGUSR2');
  await eventually(async () => (await counted('rejection')) === 1 && (await counted('exception')) === 1);
  for (const message of ['a rejection of this test', 'an exception of this test']) {
    await eventually(() => server.output().includes(message));
  }
  assert.equal((await fetch(`${server.url}/readyz`)).status, 200);
});
