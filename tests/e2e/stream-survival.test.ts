import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { assertNothingLost, Equipment, Follower, seeded } from './stream-traffic.ts';

const FOLLOWERS = 3;
const WORK = { batches: 80, size: 25, eventsPerSecond: 500 };

/** Writes 2,000 events at 500 a second while subscribers are cut off at random and `disturb` does its worst. */
async function survives(urls: () => readonly string[], disturb: () => Promise<void>): Promise<void> {
  const seed = Date.now();
  process.stdout.write(`# seed ${seed}\n`);
  const random = seeded(seed);
  const equipment = new Equipment(urls, random);
  const followers = Array.from({ length: FOLLOWERS }, () => new Follower(urls, random));
  const following = followers.map((follower) => follower.follow());
  await Promise.all([equipment.write(WORK), disturb()]);
  const last = WORK.batches * WORK.size + 1;
  await eventually(() => followers.every(({ cursors }) => cursors.length >= last)).finally(() => {
    for (const follower of followers) follower.stop();
  });
  await Promise.all(following);
  for (const follower of followers) {
    assertNothingLost(follower, equipment);
    assert.ok(follower.cuts >= 5, `only ${follower.cuts} cuts`);
    assert.equal(follower.cursors.length, last);
  }
}

const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

test('subscribers cut off at random receive every event exactly once, in order, at 500 events a second (SQLite)', async (t) => {
  const server = await startGatewayProcess();
  t.after(() => server.stop());
  await survives(
    () => [server.url],
    async () => {},
  );
});

test('the same while the server is killed twice and started again (SQLite)', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-survival-'));
  const port = await freePort();
  let server: GatewayProcess = await startGatewayProcess({ dataDir, port });
  t.after(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await survives(
    () => [server.url],
    async () => {
      for (let kill = 0; kill < 2; kill += 1) {
        await pause(900);
        await server.kill('SIGKILL');
        server = await startGatewayProcess({ dataDir, port });
      }
    },
  );
});

test('the same with two processes, of which one is killed (PostgreSQL)', async (t) => {
  const postgres = await testPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newMigratedDatabase();
  const publicUrl = 'http://sallyport.test';
  const start = () => startGatewayProcess({ databaseUrl, publicUrl });
  const [doomed, staying] = [await start(), await start()];
  t.after(() => Promise.all([doomed.stop(), staying.stop()]));
  let servers = [doomed, staying];
  await survives(
    () => servers.map(({ url }) => url),
    async () => {
      await pause(1_500);
      await doomed.kill('SIGKILL');
      // Clients go on trying the dead one for a while, as behind a balancer that has not noticed yet.
      await pause(500);
      servers = [staying];
    },
  );
});
