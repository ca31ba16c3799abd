import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type FaultyPath, startFaultyPath } from '../../packages/testing/src/faulty-path.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { startPostgresServer } from '../../packages/testing/src/postgres.ts';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { expectJson, send } from './http-client.ts';
import { signIn } from './sandbox.ts';
import { type SteppedClock, steppedClock } from './stepped-clock.ts';
import { openStoredRows } from './stored-rows.ts';
import { newSeen, raiseAlerts, revokeTokens } from './storm-actors.ts';
import { stormFaults } from './storm-faults.ts';
import { assertActed, assertAuditHolds, assertNoneIsGood, assertStored, countsOf, STORM_ENV } from './storm-results.ts';

/** How long it blows, once every fault was there; longer by hand. */
const SECONDS = Number(process.env['SALLYPORT_TEST_STORM_SECONDS'] ?? 0);
/** Between two faults. */
const PAUSE_MS = 300;
const STARTS_WITHIN_MS = 90_000;

interface Server {
  readonly path: FaultyPath;
  readonly port: number;
  readonly dataDir: string;
  readonly clock: SteppedClock;
  process: GatewayProcess;
}

/**
 * A storm over two servers on one PostgreSQL: alerts are raised and tokens revoked through every fault. Nothing acknowledged is lost or
 * doubled, every webhook arrives, what was revoked stays so, and the audit holds. `program`: the file that Node runs, where it is not the one of the checkout.
 */
export async function stormOnPostgres(t: TestContext, program?: string): Promise<void> {
  const postgres = await startPostgresServer();
  // The last that was started ends first.
  const stops = [() => postgres.stop()];
  t.after(async () => {
    for (const stop of stops.toReversed()) await stop();
  });
  const start = ({ path, port, dataDir, clock }: Omit<Server, 'process'>) =>
    startGatewayProcess({
      databaseUrl: path.url,
      port,
      dataDir,
      ...(program !== undefined && { program }),
      env: { ...STORM_ENV, ...clock.env },
    });
  const servers: Server[] = [];
  for (let index = 0; index < 2; index += 1) {
    const path = await startFaultyPath(postgres.url);
    stops.push(() => path.stop());
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-storm-'));
    const own = { path, port: await freePort(), dataDir, clock: steppedClock(dataDir, 0) };
    const server: Server = { ...own, process: await start(own) };
    servers.push(server);
    stops.push(async () => {
      await server.process.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
  }
  const [left, right] = servers as [Server, Server];
  const bases = servers.map(({ process: { url } }) => url);
  const receiver = await startReceiver(t);
  await expectJson(left.process.url, 201, {
    method: 'POST',
    path: '/api/webhooks',
    json: { name: 'Storm', url: receiver.url, event_types: ['incident.created'] },
    jar: await signIn(left.process.url, 'sandboxAdmin'),
  });

  /** As a supervisor does: again where the database did not answer in its second, which exit code 4 says is worth it. */
  async function startAgain(server: Server): Promise<GatewayProcess> {
    const deadline = performance.now() + STARTS_WITHIN_MS;
    for (;;) {
      try {
        return await start(server);
      } catch (err) {
        if (!String(err).includes('does not answer in time') || performance.now() > deadline) throw err;
      }
    }
  }

  async function kill(server: Server): Promise<void> {
    await server.process.kill('SIGKILL');
    server.process = await startAgain(server);
  }
  const faults = stormFaults(postgres, [left, right], kill);

  const seen = newSeen();
  const beganAt = Date.now();
  let isOver = false;
  const actors = Promise.all([
    raiseAlerts(bases, 'left', seen, () => isOver),
    raiseAlerts(bases.toReversed(), 'right', seen, () => isOver),
    revokeTokens(bases, seen, () => isOver),
  ]);
  actors.catch(() => {});
  const endsAt = performance.now() + SECONDS * 1000;
  for (let turn = 0; turn < faults.length || performance.now() < endsAt; turn += 1) {
    await faults[turn % faults.length]?.();
    for (const { process: server } of servers) assert.ok(!server.hasEnded(), `a server ended:\n${server.output()}`);
    await pause(PAUSE_MS);
  }
  left.clock.set(0);
  isOver = true;
  await actors;
  for (const base of bases) {
    await eventually(async () => (await send(base, { path: '/readyz' })).status === 200);
  }
  t.diagnostic(`two servers on PostgreSQL: ${countsOf(seen)}`);
  assertActed(seen);

  const rows = await openStoredRows(left, postgres.url);
  stops.push(() => rows.close());
  await assertStored(rows, seen, beganAt);
  await eventually(() => {
    const arrived = new Set(receiver.received.map(({ body }) => `alert-${body.data.incident_id}`));
    return [...seen.alerts.values()].every((alertId) => arrived.has(alertId));
  });
  const ids = Map.groupBy(receiver.received, ({ body }) => body.data.incident_id as string);
  for (const [incidentId, own] of ids) assert.equal(new Set(own.map(({ id }) => id)).size, 1, incidentId);

  await assertNoneIsGood(bases, seen);
  await assertAuditHolds(['--database-url', postgres.url, '--data-dir', left.dataDir], program);
}
