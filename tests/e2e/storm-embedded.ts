import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { send } from './http-client.ts';
import { type SteppedClock, steppedClock } from './stepped-clock.ts';
import { openStoredRows } from './stored-rows.ts';
import { newSeen, raiseAlerts, revokeTokens } from './storm-actors.ts';
import { FAULT_MS } from './storm-faults.ts';
import { assertActed, assertAuditHolds, assertNoneIsGood, assertStored, countsOf, STORM_ENV } from './storm-results.ts';

const FULL_DISK = fileURLToPath(new URL('../../packages/testing/src/full-disk.mjs', import.meta.url));
const HOUR_MS = 3_600_000;

/** A server on an embedded database of its own, whose disk can be full. */
interface EmbeddedServer {
  readonly dataDir: string;
  readonly url: string;
  readonly clock: SteppedClock;
  process: GatewayProcess;
  /** From now on its database's file cannot grow, or can again. */
  setDisk(state: 'full' | 'free'): void;
  /** Ends it as a power cut would, and starts it on the same folder. */
  kill(): Promise<void>;
}

/** Starts the server in a new folder, which whoever stops it has to remove. */
async function startEmbedded(program: string | undefined): Promise<EmbeddedServer> {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-storm-'));
  const clock = steppedClock(dataDir, 0);
  const disk = join(dataDir, 'disk');
  const setDisk = (state: 'full' | 'free') => writeFileSync(disk, state);
  setDisk('free');
  const options = `${clock.env['NODE_OPTIONS'] ?? ''} --import ${FULL_DISK}`;
  const port = await freePort();
  const start = () =>
    startGatewayProcess({
      port,
      dataDir,
      ...(program !== undefined && { program }),
      env: { ...STORM_ENV, ...clock.env, NODE_OPTIONS: options, SALLYPORT_TEST_DISK_FILE: disk },
    });
  const server: EmbeddedServer = {
    dataDir,
    url: `http://127.0.0.1:${port}`,
    clock,
    process: await start(),
    setDisk,
    async kill() {
      await server.process.kill('SIGKILL');
      server.process = await start();
    },
  };
  return server;
}

/** The faults of a storm over it, each once and in turn; throws where the server ended unasked. */
async function embeddedFaults(server: EmbeddedServer): Promise<void> {
  const runs = async () => {
    await pause(FAULT_MS);
    assert.ok(!server.process.hasEnded(), `the embedded server ended:\n${server.process.output()}`);
  };
  /** Until the server names its writes as what is in the way. */
  const refusesWrites = () =>
    eventually(async () => {
      const { status, text } = await send(server.url, { path: '/readyz' });
      return status === 503 && text.includes('database_writes');
    });
  server.clock.set(HOUR_MS);
  await runs();
  server.setDisk('full');
  await refusesWrites();
  await runs();
  server.setDisk('free');
  server.clock.set(0);
  await server.kill();
  await runs();
  const other = new DatabaseSync(join(server.dataDir, 'sallyport.db'), { timeout: 1_000 });
  other.exec('BEGIN IMMEDIATE');
  await runs();
  other.exec('ROLLBACK');
  other.close();
  server.clock.set(-HOUR_MS);
  server.setDisk('full');
  await refusesWrites();
  // Killed while it is full, and started where there is room again.
  await server.process.kill('SIGKILL');
  server.setDisk('free');
  server.clock.set(0);
  await server.kill();
  await runs();
}

/**
 * A storm over a server on SQLite: alerts are raised and tokens revoked through every fault. Nothing acknowledged is lost or doubled,
 * what was revoked stays so, and the audit holds. `program`: the file that Node runs, where it is not the one of the checkout.
 */
export async function stormOnFile(t: TestContext, program?: string): Promise<void> {
  const server = await startEmbedded(program);
  t.after(async () => {
    await server.process.stop();
    rmSync(server.dataDir, { recursive: true, force: true });
  });
  const bases = [server.url];
  const seen = newSeen();
  const beganAt = Date.now();
  let isOver = false;
  const actors = Promise.all([
    raiseAlerts(bases, 'embedded', seen, () => isOver),
    revokeTokens(bases, seen, () => isOver),
  ]);
  actors.catch(() => {});
  await embeddedFaults(server);
  isOver = true;
  await actors;
  await eventually(async () => (await send(server.url, { path: '/readyz' })).status === 200);
  t.diagnostic(`a server on SQLite: ${countsOf(seen)}`);
  assertActed(seen);
  const rows = await openStoredRows(server, undefined);
  await assertStored(rows, seen, beganAt);
  await rows.close();
  await assertNoneIsGood(bases, seen);
  await assertAuditHolds(['--data-dir', server.dataDir], program);
}
