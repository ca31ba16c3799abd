import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { send } from './http-client.ts';
import { clientToken } from './sandbox.ts';

/** A look at what was revoked vouches for one second, and has two to be answered. */
const PAUSED_FOR_MS = 6_000;
const SENT_MEANWHILE = 10;
const KNOWS_WITHIN_MS = 10_000;
const REFUSED = [401, 503];

test('a server that was stopped while another one revoked a token never takes it again, and works on', async (t) => {
  const postgres = await testPostgres();
  const databaseUrl = await postgres.newMigratedDatabase();
  const awake = await startGatewayProcess({ databaseUrl });
  const paused = await startGatewayProcess({ databaseUrl, publicUrl: awake.url });
  t.after(async () => {
    // While it is paused no other signal reaches it.
    process.kill(paused.pid, 'SIGCONT');
    await paused.stop();
    await awake.stop();
    await postgres.stop();
  });
  const [revoked, kept] = [await clientToken(awake.url, 'sandbox-cad'), await clientToken(awake.url, 'sandbox-cad')];
  const use = async (token: string) => (await send(paused.url, { path: '/v1/alerts', token })).status;
  // It has verified both and remembers them.
  assert.deepEqual([await use(revoked), await use(kept)], [200, 200]);

  process.kill(paused.pid, 'SIGSTOP');
  const form = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret', token: revoked };
  assert.equal((await send(awake.url, { method: 'POST', path: '/oauth/revoke', form })).status, 200);
  const sentMeanwhile = Array.from({ length: SENT_MEANWHILE }, () => use(revoked));
  await pause(PAUSED_FOR_MS);
  process.kill(paused.pid, 'SIGCONT');

  const statuses = await Promise.all(sentMeanwhile);
  const isRefused = (status: number) => REFUSED.includes(status);
  assert.ok(statuses.every(isRefused), `sent while it was stopped: ${statuses}`);
  await eventually(async () => {
    const status = await use(revoked);
    assert.ok(isRefused(status), `a revoked token was answered ${status}`);
    return status === 401;
  }, KNOWS_WITHIN_MS);
  await eventually(async () => (await use(kept)) === 200, KNOWS_WITHIN_MS);
  assert.equal(await use(revoked), 401);
  assert.ok(!paused.hasEnded());
});
