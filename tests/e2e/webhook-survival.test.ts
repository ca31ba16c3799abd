import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { type Received, startReceiver, verify } from '../../packages/testing/src/receiver.ts';
import { expectJson } from './http-client.ts';
import { clientToken, signIn } from './sandbox.ts';
import { Equipment, seeded } from './stream-traffic.ts';

const WORK = { batches: 40, size: 5, eventsPerSecond: 100 };
const INCIDENTS = 3;
const ENV = { SALLYPORT_WEBHOOK_TIMEOUT_SECONDS: '1' };
const pause = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** What a receiver that keeps the first of each id has: every acknowledged event, and in the order of its incident. */
function assertNothingLost(received: readonly Received[], equipment: readonly Equipment[], secret: string): number {
  const kept = new Map<string, Received>();
  for (const webhook of received) {
    verify(webhook, secret);
    const known = kept.get(webhook.id);
    if (known === undefined) kept.set(webhook.id, webhook);
    else assert.equal(webhook.text, known.text, 'a duplicate is the same message under the same id');
  }
  const bodies = [...kept.values()].map(({ body }) => body);
  const seen = new Set(bodies.map(({ data }) => data.id));
  const acknowledged = equipment.flatMap((one) => [...one.acknowledged]);
  assert.deepEqual(
    acknowledged.filter((id) => !seen.has(id)),
    [],
    'nothing is lost',
  );
  for (const [incidentId, of] of Map.groupBy(bodies, ({ data }) => data.incident_id as string)) {
    const numbers = of.map(({ data }) => Number(String(data.cursor).split(':')[1]));
    assert.deepEqual(
      numbers,
      numbers.toSorted((left, right) => left - right),
      `the order of ${incidentId}`,
    );
  }
  return received.length - kept.size;
}

/** Writes events while `disturb` kills whoever delivers them; the receiver takes up to 20 ms for each. */
async function survives(t: TestContext, urls: () => readonly string[], disturb: (kill: number) => Promise<void>) {
  const seed = Number(process.env['SALLYPORT_TEST_SEED'] ?? Date.now());
  t.diagnostic(`seed ${seed} (SALLYPORT_TEST_SEED)`);
  const random = seeded(seed);
  const receiver = await startReceiver(t);
  receiver.answer = (_, response) => {
    const isRefused = random() < 0.01;
    setTimeout(() => response.writeHead(isRefused ? 503 : 200).end(), random() * 20);
  };
  const base = urls()[0] ?? '';
  const { secret } = await expectJson<{ secret: string }>(base, 201, {
    method: 'POST',
    path: '/api/webhooks',
    jar: await signIn(base, 'sandboxAdmin'),
    json: { name: 'Survivor', url: receiver.url, event_types: ['location.updated'] },
  });
  const equipment = Array.from({ length: INCIDENTS }, () => new Equipment(urls, random));
  const written = Promise.all(equipment.map((one) => one.write(WORK)));
  for (let kill = 0; kill < 3; kill += 1) {
    await pause(300 + random() * 600);
    await disturb(kill);
  }
  await written;
  const wanted = INCIDENTS * WORK.batches * WORK.size;
  const distinct = () => new Set(receiver.received.map(({ id }) => id)).size;
  await eventually(() => distinct() >= wanted).catch(() => {
    assert.fail(`only ${distinct()} of ${wanted} arrived`);
  });
  // What was refused the last time comes once more.
  await pause(1_000);
  const again = assertNothingLost(receiver.received, equipment, secret);
  t.diagnostic(`${wanted} events, ${again} of them sent again`);
}

test('the process that delivers is killed three times and started again: nothing is lost, duplicates carry the same id (SQLite)', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-webhooks-'));
  const port = await freePort();
  let server: GatewayProcess = await startGatewayProcess({ dataDir, port, env: ENV });
  t.after(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });
  await survives(
    t,
    () => [server.url],
    async () => {
      await server.kill('SIGKILL');
      server = await startGatewayProcess({ dataDir, port, env: ENV });
    },
  );
});

test('the same with two processes, of which now one and now the other is killed (PostgreSQL)', async (t) => {
  const postgres = await testPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newMigratedDatabase();
  const publicUrl = 'http://sallyport.test';
  const start = () => startGatewayProcess({ databaseUrl, publicUrl, env: ENV });
  const servers = [await start(), await start()];
  t.after(() => Promise.all(servers.map((server) => server.stop())));
  await survives(
    t,
    () => servers.map(({ url }) => url),
    async (kill) => {
      await servers[kill % 2]?.kill('SIGKILL');
      servers[kill % 2] = await start();
    },
  );
});

/** When a process is killed, by what the endpoint and the sender of the event see of it. */
const MOMENTS = ['as the event is acknowledged', 'before the endpoint answers', 'as the endpoint answers'] as const;

/** Kills the process at each moment of one delivery, and starts it again. */
async function survivesEachMoment(t: TestContext, start: () => Promise<GatewayProcess>) {
  let server = await start();
  t.after(() => server.stop());
  const receiver = await startReceiver(t);
  const jar = await signIn(server.url, 'sandboxAdmin');
  const { webhook, secret } = await expectJson<{ webhook: { id: number }; secret: string }>(server.url, 201, {
    method: 'POST',
    path: '/api/webhooks',
    jar,
    json: { name: 'Survivor', url: receiver.url, event_types: ['incident.created'] },
  });
  const delivered = async () => {
    const request = { path: `/api/webhooks/${webhook.id}/deliveries?state=delivered`, jar };
    const log = await expectJson<{ deliveries: { incident_id: string }[] }>(server.url, 200, request);
    return log.deliveries.map(({ incident_id }) => incident_id);
  };
  for (const moment of MOMENTS) {
    receiver.received.length = 0;
    let killed: Promise<void> | undefined;
    const kill = () => {
      killed ??= server.kill('SIGKILL');
    };
    receiver.answer = (_, response) => {
      if (killed !== undefined || moment === 'as the event is acknowledged') response.end();
      else if (moment === 'as the endpoint answers') response.end(kill);
      else kill();
    };
    const token = await clientToken(server.url, 'sandbox-call-handling');
    const opened = { method: 'POST', path: '/api/incidents', token, json: { call: {} } };
    const { id } = await expectJson<{ id: string }>(server.url, 201, opened);
    if (moment === 'as the event is acknowledged') kill();
    await eventually(() => killed !== undefined);
    await killed;
    server = await start();
    await eventually(async () => (await delivered()).includes(id));
    assert.ok(receiver.received.length >= (moment === 'before the endpoint answers' ? 2 : 1), moment);
    for (const received of receiver.received) {
      verify(received, secret);
      assert.equal(received.body.data.incident_id, id);
      assert.deepEqual([received.id, received.text], [receiver.received[0]?.id, receiver.received[0]?.text], moment);
    }
    t.diagnostic(`killed ${moment}: notified ${receiver.received.length} times`);
  }
}

test('killed at each moment of a delivery, it delivers it again under the same id (SQLite)', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-webhooks-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  await survivesEachMoment(t, () => startGatewayProcess({ dataDir, port, env: ENV }));
});

test('killed at each moment of a delivery, it delivers it again under the same id (PostgreSQL)', async (t) => {
  const postgres = await testPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newMigratedDatabase();
  const port = await freePort();
  await survivesEachMoment(t, () => startGatewayProcess({ databaseUrl, port, env: ENV }));
});
