import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { expectJson, send } from './http-client.ts';
import { alertBody, clientToken, raise, userToken } from './sandbox.ts';
import { steppedClock } from './stepped-clock.ts';

const HOUR_MS = 3_600_000;

const folder = mkdtempSync(join(tmpdir(), 'sallyport-clock-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const statusOf = async (base: string, token: string, alertId: string) =>
  (await expectJson<{ status: { name: string } | string }>(base, 200, { path: `/v1/alerts/${alertId}`, token })).status;

test('on SQLite a clock that is set an hour forth and back moves no deadline', async () => {
  const clock = steppedClock(folder, 0);
  const server = await startGatewayProcess({ env: { ...clock.env, SALLYPORT_ALERT_ACCEPT_SECONDS: '5' } });
  try {
    const station = await clientToken(server.url, 'sandbox-alarm');
    const cad = await clientToken(server.url, 'sandbox-cad');
    const patch = (token: string, alertId: string, json: object) =>
      send(server.url, { method: 'PATCH', path: `/v1/alerts/${alertId}`, token, json });
    const accepted = await raise(server.url, station, alertBody('forth'));
    assert.equal((await patch(station, accepted, { status: 'DISPATCH_REQUESTED' })).status, 200);
    clock.set(HOUR_MS);
    assert.equal(
      (await patch(cad, accepted, { status: 'ACCEPTED' })).status,
      200,
      'in time, though the clock is ahead',
    );
    const late = await raise(server.url, station, alertBody('back'));
    assert.equal((await patch(station, late, { status: 'DISPATCH_REQUESTED' })).status, 200);
    clock.set(0);
    await eventually(async () => JSON.stringify(await statusOf(server.url, cad, late)).includes('TIMEOUT'));
    assert.equal((await send(server.url, { path: '/api/incidents', token: cad })).status, 200, 'no token is over');
  } finally {
    await server.stop();
  }
});

test("on PostgreSQL servers whose clocks are an hour apart go by the database's, and refuse what another one ended", async () => {
  const postgres = await testPostgres();
  const databaseUrl = await postgres.newMigratedDatabase();
  const right = await startGatewayProcess({ databaseUrl });
  const wrong = await startGatewayProcess({
    databaseUrl,
    publicUrl: right.url,
    env: steppedClock(folder, HOUR_MS).env,
  });
  try {
    const issuedAt = async (base: string) => {
      const form = { grant_type: 'client_credentials', client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
      const { issued_at } = await expectJson<{ issued_at: number }>(base, 200, {
        method: 'POST',
        path: '/oauth/token',
        form,
      });
      return issued_at;
    };
    const [first, second, third] = [await issuedAt(right.url), await issuedAt(wrong.url), await issuedAt(right.url)];
    // The database's answer may be half its way old, so the order is that of the seconds.
    const seconds = [first, second, third].map((at) => Math.floor(at / 1000));
    assert.ok((seconds[1] ?? 0) >= (seconds[0] ?? 0) - 1 && (seconds[1] ?? 0) <= (seconds[2] ?? 0) + 1, `${seconds}`);
    const ahead = await userToken(wrong.url, 'sandbox-cad', 'sandboxAgent');
    assert.equal((await send(right.url, { path: '/api/incidents', token: ahead })).status, 200);
  } finally {
    await wrong.stop();
    await right.stop();
    await postgres.stop();
  }
});
