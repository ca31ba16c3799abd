import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { type Sent, sendAgain, streamAlerts } from './alert-stream.ts';
import { clientToken } from './sandbox.ts';
import { openStoredRows, type StoredRows } from './stored-rows.ts';

const ROUNDS = 3;
const CONNECTIONS = 8;
const LONGEST_LIFE_MS = 900;
const ACKNOWLEDGED_AT_LEAST = 50;

/** A small generator with a seed, so that a run that failed can be run again (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const seed = Number(process.env['SALLYPORT_TEST_SEED'] ?? randomInt(2 ** 31));
const random = seeded(seed);
const lifeMs = () => Math.floor(20 + random() * LONGEST_LIFE_MS);
const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const untilEnough = (sent: Sent) => eventually(() => sent.size >= ACKNOWLEDGED_AT_LEAST);

/** Every acknowledged alert once, two events for each, no gap in any agency's log, and a chain that holds. */
async function assertNothingLost(rows: StoredRows, sent: Sent, audit?: readonly string[]): Promise<string> {
  const stored = await rows.all<{ id: string; source_id: string; agency_id: string }>(
    'SELECT id, source_id, agency_id FROM incidents',
  );
  const bySource = Map.groupBy(stored, ({ source_id }) => source_id);
  for (const [sourceId, alertId] of sent) {
    const found = bySource.get(sourceId) ?? [];
    assert.ok(found.length <= 1, `${sourceId} is stored ${found.length} times`);
    if (alertId !== null) assert.equal(`alert-${found[0]?.id}`, alertId, `${sourceId} was acknowledged`);
  }
  assert.ok(
    stored.every(({ source_id }) => sent.has(source_id)),
    'nothing is stored that was not sent',
  );
  const events = await rows.all<{ agency_id: string; seq: number; incident_id: string }>(
    'SELECT agency_id, seq, incident_id FROM events ORDER BY agency_id, seq',
  );
  for (const [agencyId, log] of Map.groupBy(events, ({ agency_id }) => agency_id)) {
    const numbers = log.map(({ seq }) => Number(seq));
    assert.deepEqual(
      numbers,
      numbers.map((_, index) => index + 1),
      `a gap in the log of ${agencyId}`,
    );
    const incidents = stored.filter(({ agency_id }) => agency_id === agencyId).flatMap(({ id }) => [id, id]);
    assert.deepEqual(
      log.map(({ incident_id }) => incident_id).sort(),
      incidents.sort(),
      'that it came in and where it is, for each incident',
    );
    const [agency] = await rows.all<{ n: number }>(`SELECT last_event_seq AS n FROM agencies WHERE id = '${agencyId}'`);
    assert.equal(Number(agency?.n), log.length);
  }
  assert.equal(events.length, 2 * stored.length);
  const records = await rows.all<{ subject: string }>(
    "SELECT subject FROM audit_records WHERE action = 'alert.raised'",
  );
  assert.deepEqual(records.map(({ subject }) => subject).sort(), stored.map(({ id }) => id).sort());
  if (audit === undefined) return `${stored.length} alerts`;
  const { code, output } = await runCommand(['audit', 'verify', ...audit]);
  assert.equal(code, 0, output);
  return `${stored.length} alerts; ${output.trim()}`;
}

describe(`SIGKILL while ${CONNECTIONS} connections stream alerts, seed ${seed} (SALLYPORT_TEST_SEED)`, () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-crash-'));
  after(() => rmSync(dataDir, { recursive: true, force: true }));

  test('on SQLite every acknowledged alert is there once after each restart, and the log and the audit hold', async (context) => {
    const sent: Sent = new Map();
    let server = await startGatewayProcess({ dataDir });
    const port = Number(new URL(server.url).port);
    for (let round = 0; round < ROUNDS; round += 1) {
      const token = await clientToken(server.url, 'sandbox-alarm');
      const life = lifeMs();
      const stream = streamAlerts({
        bases: [server.url],
        token,
        connections: CONNECTIONS,
        prefix: `sqlite-${round}`,
        sent,
      });
      await wait(life);
      if (round === ROUNDS - 1) await untilEnough(sent);
      await server.kill('SIGKILL');
      await stream.done;
      server = await startGatewayProcess({ dataDir, port });
      const rows = await openStoredRows(server, undefined);
      await assertNothingLost(rows, sent);
      const again = await sendAgain(server.url, token, sent);
      const found = await assertNothingLost(rows, sent, ['--data-dir', dataDir]);
      context.diagnostic(`round ${round}: killed after ${life} ms, ${again} sent again, ${found}`);
      await rows.close();
    }
    await server.kill('SIGTERM');
    assert.ok(sent.size >= ACKNOWLEDGED_AT_LEAST, `only ${sent.size} alerts`);
  });

  test('on PostgreSQL one of two processes is killed: the other goes on, and nothing is lost, doubled or out of order', async (context) => {
    const postgres = await testPostgres();
    const databaseUrl = await postgres.newMigratedDatabase();
    const servers: GatewayProcess[] = [await startGatewayProcess({ databaseUrl })];
    const publicUrl = servers[0]?.url ?? '';
    servers.push(await startGatewayProcess({ databaseUrl, publicUrl }));
    const rows = await openStoredRows({ dataDir: '' }, databaseUrl);
    const sent: Sent = new Map();
    try {
      for (let round = 0; round < ROUNDS; round += 1) {
        const victim = round % 2;
        const [dying, living] = [servers[victim], servers[1 - victim]] as [GatewayProcess, GatewayProcess];
        const token = await clientToken(living.url, 'sandbox-alarm');
        const life = lifeMs();
        const streams = [dying, living].map(({ url }, index) =>
          streamAlerts({ bases: [url], token, connections: CONNECTIONS / 2, prefix: `pg-${round}-${index}`, sent }),
        );
        await wait(life);
        await dying.kill('SIGKILL');
        await streams[0]?.done;
        const before = sent.size;
        const again = await sendAgainWhileStreaming(living.url, token, sent, `pg-${round}-0`);
        await wait(100);
        assert.ok(sent.size > before, 'the other process goes on');
        streams[1]?.stop();
        await streams[1]?.done;
        const port = Number(new URL(dying.url).port);
        servers[victim] = await startGatewayProcess({ databaseUrl, port, publicUrl, dataDir: dying.dataDir });
        const found = await assertNothingLost(rows, sent, ['--database-url', databaseUrl]);
        context.diagnostic(`round ${round}: killed after ${life} ms, ${again} sent again, ${found}`);
      }
      // All at once: no process is left to tidy up after the other.
      const token = await clientToken(publicUrl, 'sandbox-alarm');
      const bases = servers.map(({ url }) => url);
      const stream = streamAlerts({ bases, token, connections: CONNECTIONS, prefix: 'pg-all', sent });
      await wait(lifeMs());
      await untilEnough(sent);
      await Promise.all(servers.map((server) => server.kill('SIGKILL')));
      await stream.done;
      servers[0] = await startGatewayProcess({ databaseUrl, port: Number(new URL(publicUrl).port) });
      await assertNothingLost(rows, sent);
      await sendAgain(publicUrl, token, sent);
      context.diagnostic(`both killed: ${await assertNothingLost(rows, sent, ['--database-url', databaseUrl])}`);
      assert.ok(sent.size >= ACKNOWLEDGED_AT_LEAST, `only ${sent.size} alerts`);
    } finally {
      await rows.close();
      for (const server of servers) await server.stop();
      await postgres.stop();
    }
  });
});

/** As `sendAgain`, for the alerts of one stream, while another stream still waits for answers of its own. */
async function sendAgainWhileStreaming(base: string, token: string, sent: Sent, prefix: string): Promise<number> {
  const lost: Sent = new Map([...sent].filter(([sourceId]) => sourceId.startsWith(prefix)));
  const again = await sendAgain(base, token, lost);
  for (const [sourceId, alertId] of lost) sent.set(sourceId, alertId);
  return again;
}
