import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { type Kysely, Migrator } from 'kysely';
import { onOwnConnection } from '../../packages/gateway/src/database/engines/postgres/engine.ts';
import { kyselyOn, openSqlite } from '../../packages/gateway/src/database/engines/sqlite/connection.ts';
import { MIGRATIONS } from '../../packages/gateway/src/database/migrate.ts';
import type { Schema } from '../../packages/gateway/src/database/schema.ts';
import { silentLog } from '../../packages/gateway/src/kernel/log.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { startReceiver } from '../../packages/testing/src/receiver.ts';
import { expectJson } from './http-client.ts';
import { alertBody, clientToken, raise, signIn } from './sandbox.ts';
import { openStoredRows } from './stored-rows.ts';
import { newSeen, raiseAlerts, revokeTokens } from './storm-actors.ts';
import { assertActed, assertAuditHolds, assertNoneIsGood, assertStored, countsOf, STORM_ENV } from './storm-results.ts';
import { Equipment, Follower, seeded } from './stream-traffic.ts';
import { type OlderVersion, versionBefore } from './version-before.ts';

type Engine = 'sqlite' | 'postgres';
type Program = 'before' | 'this';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-version-before-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** What happens between two steps, so that each version has work of the other to go on with. */
const ALERTS_A_STEP = 6;
const PAUSE_MS = 100;

/** The schema as the migration before the newest leaves it, in a database without a row. */
async function migrateButNewest(query: Kysely<Schema>, engine: Engine): Promise<void> {
  const names = Object.keys(MIGRATIONS).sort().slice(0, -1);
  const migrations = Object.fromEntries(
    names.map((name) => [name, MIGRATIONS[name]?.(engine) ?? { up: async () => {} }]),
  );
  const provider = { getMigrations: async () => migrations };
  const { error } = await new Migrator({ db: query, provider }).migrateToLatest();
  assert.equal(error, undefined);
}

/** A database as the version before has it: empty where that version makes its own. */
async function olderDatabase(engine: Engine, dataDir: string, older: OlderVersion | null, t: TestContext) {
  if (engine === 'sqlite') {
    if (older !== null) return undefined;
    const connection = openSqlite(join(dataDir, 'sallyport.db'), { readOnly: false });
    await migrateButNewest(kyselyOn(connection), engine);
    connection.close();
    return undefined;
  }
  const postgres = await testPostgres();
  t.after(() => postgres.stop());
  const databaseUrl = await postgres.newDatabase();
  if (older === null) {
    await onOwnConnection(databaseUrl, { log: silentLog }, (query) => migrateButNewest(query, engine));
  }
  return databaseUrl;
}

/** Reads the whole log of an agency, cut off at random: nothing twice, nothing out of order, all that was acknowledged. */
function assertFollowed(follower: Follower, equipment: Equipment): void {
  const seqs = follower.cursors.map((cursor) => Number(cursor.split(':')[1]));
  assert.deepEqual(
    seqs,
    [...new Set(seqs)].sort((left, right) => left - right),
  );
  const seen = new Set(follower.ids);
  assert.deepEqual(
    [...equipment.acknowledged].filter((id) => !seen.has(id)),
    [],
  );
}

describe('the version before and this one take turns on one database under load, and nothing is lost', () => {
  let older: OlderVersion | null = null;
  before(() => {
    older = versionBefore(folder);
  });

  /** `steps`: which server is ended and started anew, as which version, while the load goes on. */
  async function takeTurns(
    t: TestContext,
    engine: Engine,
    first: readonly Program[],
    steps: readonly (readonly [server: number, as: Program])[],
  ): Promise<void> {
    t.diagnostic(
      older === null
        ? 'There is neither a release before nor a git history: this version runs beside itself, on a database of the schema before'
        : `The version before is ${older.origin}`,
    );
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-turns-'));
    const databaseUrl = await olderDatabase(engine, dataDir, older, t);
    const ports = await Promise.all(first.map(() => freePort()));
    const bases = ports.map((port) => `http://127.0.0.1:${port}`);
    const start = (index: number, as: Program) =>
      startGatewayProcess({
        port: ports[index] ?? 0,
        dataDir,
        env: { SALLYPORT_SECRETS_KEY: STORM_ENV.SALLYPORT_SECRETS_KEY },
        publicUrl: bases[0] ?? '',
        ...(databaseUrl !== undefined && { databaseUrl }),
        ...(as === 'before' && older !== null && { program: older.program }),
      });
    const servers: GatewayProcess[] = [];
    let isOver = false;
    let isFollowed = false;
    t.after(async () => {
      isOver = true;
      isFollowed = true;
      for (const server of servers) await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    });
    for (const [index, as] of first.entries()) servers.push(await start(index, as));

    const receiver = await startReceiver(t);
    await expectJson(bases[0] ?? '', 201, {
      method: 'POST',
      path: '/api/webhooks',
      json: { name: 'Turns', url: receiver.url, event_types: ['incident.created'] },
      jar: await signIn(bases[0] ?? '', 'sandboxAdmin'),
    });
    const seen = newSeen();
    const random = seeded(1);
    // Whoever repeats for ever ends with the test, failed or not.
    const untilFollowed = () => {
      if (isFollowed) throw new Error('the test is over');
      return bases;
    };
    const equipment = new Equipment(untilFollowed, random);
    const follower = new Follower(untilFollowed, random);
    const following = follower.follow().catch(() => {});
    const beganAt = Date.now();
    async function report(): Promise<void> {
      while (!isOver) await equipment.write({ batches: 1, size: 5, eventsPerSecond: 20 });
    }
    const actors = Promise.all([
      raiseAlerts(bases, engine, seen, () => isOver, PAUSE_MS),
      revokeTokens(bases, seen, () => isOver),
      report(),
    ]);
    actors.catch(() => {});
    const works = async () => {
      const [alerts, events] = [seen.alerts.size + ALERTS_A_STEP, follower.ids.length + ALERTS_A_STEP];
      await eventually(() => seen.alerts.size >= alerts && follower.ids.length >= events);
    };
    await works();
    for (const [index, as] of steps) {
      await servers[index]?.kill('SIGTERM');
      servers[index] = await start(index, as);
      await works();
    }
    isOver = true;
    await actors;
    t.diagnostic(`${countsOf(seen)}, ${equipment.acknowledged.size} events of calls`);
    assertActed(seen);
    for (const server of servers) {
      const lines = server.output().split('\n');
      assert.deepEqual(
        lines.filter((line) => /"level":"(error|fatal)"/.test(line)),
        [],
      );
    }

    await eventually(() => [...equipment.acknowledged].every((id) => follower.ids.includes(id)));
    isFollowed = true;
    await following;
    assertFollowed(follower, equipment);
    const rows = await openStoredRows({ dataDir }, databaseUrl);
    await assertStored(rows, seen, beganAt);
    await rows.close();
    const incidents = [...seen.alerts.values()].map((alertId) => alertId.replace('alert-', ''));
    await eventually(() => {
      const arrived = new Set(receiver.received.map(({ body }) => body.data.incident_id as string));
      return incidents.every((incidentId) => arrived.has(incidentId));
    });
    const ids = Map.groupBy(receiver.received, ({ body }) => body.data.incident_id as string);
    for (const [incidentId, own] of ids) assert.equal(new Set(own.map(({ id }) => id)).size, 1, incidentId);
    await assertNoneIsGood(bases, seen);
    const place = databaseUrl === undefined ? [] : ['--database-url', databaseUrl];
    await assertAuditHolds([...place, '--data-dir', dataDir]);
  }

  test('one after the other on SQLite, and the version before once more on the schema of this one', (t) =>
    takeTurns(
      t,
      'sqlite',
      ['before'],
      [
        [0, 'this'],
        [0, 'before'],
        [0, 'this'],
      ],
    ));

  test('side by side on PostgreSQL, where the version before is started again beside the schema of this one', (t) =>
    takeTurns(
      t,
      'postgres',
      ['before', 'before'],
      [
        [0, 'this'],
        [1, 'before'],
        [1, 'this'],
      ],
    ));

  for (const engine of ['sqlite', 'postgres'] as const) {
    test(`the version before refuses a packed database in a sentence, on ${engine}`, async (t) => {
      if (older === null) return t.diagnostic('There is neither a release before nor a git history');
      const { program } = older;
      const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-packed-'));
      const databaseUrl = await olderDatabase(engine, dataDir, older, t);
      t.after(() => rmSync(dataDir, { recursive: true, force: true }));
      const place = ['--data-dir', dataDir, ...(databaseUrl === undefined ? [] : ['--database-url', databaseUrl])];
      const start = (as?: string) =>
        startGatewayProcess({
          ...{ dataDir, env: { SALLYPORT_SECRETS_KEY: STORM_ENV.SALLYPORT_SECRETS_KEY } },
          ...(databaseUrl !== undefined && { databaseUrl }),
          ...(as !== undefined && { program: as }),
        });
      const key = ['--secrets-key', STORM_ENV.SALLYPORT_SECRETS_KEY];
      const pack = () => runCommand(['database', 'pack', '--yes', ...place, ...key]);
      const refusesToStart = async () => {
        const { code, output } = await runCommand(['serve', '--demo', '--port', '0', ...place, ...key], program);
        assert.equal(code, 3, output);
        assert.match(output, /The database is of a later version of Sallyport \(0199-packed-rows\)/);
      };
      const before = await start(program);
      const rows = await openStoredRows({ dataDir }, databaseUrl);
      await eventually(async () => (await rows.all('SELECT id FROM servers')).length === 1);
      await rows.close();
      const early = await pack();
      assert.equal(early.code, 1, early.output);
      assert.match(early.output, /A server of version .* on .*: stop it, or install this version there/);
      await before.stop();
      const packed = await pack();
      assert.equal(packed.code, 0, packed.output);
      await refusesToStart();
      const now = await start();
      await raise(now.url, await clientToken(now.url, 'sandbox-alarm'), alertBody(null));
      await now.stop();
      await refusesToStart();
      await assertAuditHolds(place);
      const again = await pack();
      assert.equal(again.code, 1, again.output);
    });
  }
});
