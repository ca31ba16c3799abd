import assert from 'node:assert/strict';
import { createServer, connect as openSocket, type Socket } from 'node:net';
import { after, afterEach, before, describe, test } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { atOnce, eventually, succeeded } from '../../../../../testing/src/barrier.ts';
import { type TestPostgres, testPostgres } from '../../../../../testing/src/postgres.ts';
import { testClock } from '../../../../../testing/src/world.ts';
import { createAudit } from '../../../audit/append-record.ts';
import { verifyChains } from '../../../audit/verify-chains.ts';
import { silentLog } from '../../../kernel/log.ts';
import { createSystemRandom } from '../../../kernel/random.ts';
import type { Database, Transaction } from '../../database.ts';
import { openPostgresDatabase } from './engine.ts';
import { WriteConnections } from './write-connections.ts';

const run = (tx: Transaction, text: string) => tx.query.executeQuery(CompiledQuery.raw(text));

async function backendOf(tx: Transaction): Promise<number> {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(tx.query);
  return rows[0]?.pid ?? 0;
}

/** Stands between a client and PostgreSQL, and can lose the answer to a COMMIT that has arrived. */
async function startFaultyWay(databaseUrl: string) {
  const target = new URL(databaseUrl);
  let losesCommits = false;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = openSocket(Number(target.port), target.hostname);
    let isDoomed = false;
    for (const socket of [client, upstream]) sockets.add(socket.on('error', () => {}));
    client.on('data', (bytes) => {
      isDoomed ||= losesCommits && bytes.includes('COMMIT');
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (isDoomed) client.destroy();
      else client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as { port: number }).port);
  return {
    url: url.href,
    loseCommits(isOn: boolean) {
      losesCommits = isOn;
    },
    stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

describe('the write connections of PostgreSQL', () => {
  let postgres: TestPostgres;
  let url = '';
  let database: Database;
  let admin: pg.Client;
  before(async () => {
    postgres = await testPostgres();
    url = await postgres.newMigratedDatabase();
    database = await openPostgresDatabase(url, { writeConnections: 4, log: silentLog });
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query('CREATE TABLE rows (id int PRIMARY KEY, value int NOT NULL)');
    await admin.query('INSERT INTO rows VALUES (1, 0), (2, 0)');
  });
  after(async () => {
    await admin.end();
    await database.close();
    await postgres.stop();
  });

  /** Closed when the test ends, passed or failed: an open one would keep the process. */
  const connectionsOfTest: WriteConnections[] = [];
  const opened = (target: string, count: number) => {
    const connections = new WriteConnections(target, count);
    connectionsOfTest.push(connections);
    return connections;
  };
  afterEach(async () => {
    for (const connections of connectionsOfTest.splice(0)) await connections.close();
  });

  test('a connection that is killed again and again refuses the unit that was running on it, and the next unit works', async () => {
    const connections = opened(url, 1);
    const undone: string[] = [];
    await assert.rejects(
      connections.submit(async (tx) => {
        tx.onRollback(() => undone.push('undone'));
        await run(tx, 'UPDATE rows SET value = 99 WHERE id = 1');
        await admin.query('SELECT pg_terminate_backend($1)', [await backendOf(tx)]);
        await run(tx, 'UPDATE rows SET value = 99 WHERE id = 2');
      }),
    );
    assert.deepEqual(undone, ['undone', 'undone'], 'it ran again, once, on a new connection');
    const values = await connections.submit(async (tx) => (await run(tx, 'SELECT value FROM rows')).rows);
    assert.deepEqual(values, [{ value: 0 }, { value: 0 }]);
  });

  test('a connection that is killed once runs its unit again on a new one, and its rows are stored once', async () => {
    const connections = opened(url, 1);
    let runs = 0;
    await connections.submit(async (tx) => {
      runs += 1;
      await run(tx, 'INSERT INTO rows VALUES (60, 0)');
      if (runs === 1) await admin.query('SELECT pg_terminate_backend($1)', [await backendOf(tx)]);
      await run(tx, 'UPDATE rows SET value = value + 1 WHERE id = 60');
    });
    assert.equal(runs, 2);
    assert.deepEqual((await admin.query('DELETE FROM rows WHERE id = 60 RETURNING value')).rows, [{ value: 1 }]);
  });

  test('a connection that is killed while it is idle is opened anew for the next unit', async () => {
    const connections = opened(url, 1);
    const first = await connections.submit(backendOf);
    await admin.query('SELECT pg_terminate_backend($1)', [first]);
    assert.notEqual(await connections.submit(backendOf), first);
  });

  test('two units that deadlock are both stored: the one that was chosen to die runs again', async () => {
    const connections = opened(url, 2);
    const isHolding: (() => void)[] = [];
    const held = [0, 1].map(
      (index) =>
        new Promise<void>((resolve) => {
          isHolding[index] = resolve;
        }),
    );
    let runs = 0;
    const unit = (index: 0 | 1) => async (tx: Transaction) => {
      runs += 1;
      const [mine, other] = index === 0 ? [1, 2] : [2, 1];
      await run(tx, `UPDATE rows SET value = value + 1 WHERE id = ${mine}`);
      isHolding[index]?.();
      await held[1 - index];
      await run(tx, `UPDATE rows SET value = value + 1 WHERE id = ${other}`);
    };
    await Promise.all([connections.submit(unit(0)), connections.submit(unit(1))]);
    assert.equal(runs, 3);
    assert.deepEqual((await admin.query('SELECT value FROM rows ORDER BY id')).rows, [{ value: 2 }, { value: 2 }]);
  });

  test('more units than connections wait their turn, and a refused one gives its connection back', async () => {
    const connections = opened(url, 2);
    const results = await atOnce(30, (index) =>
      connections.submit(async (tx) => {
        if (index % 3 === 0) throw new Error('refused');
        return backendOf(tx);
      }),
    );
    assert.equal(succeeded(results).length, 20);
    assert.ok(new Set(succeeded(results)).size <= 2);
  });

  test('a unit that swallowed the failure of a statement is refused, because nothing of it was stored', async () => {
    const connections = opened(url, 1);
    await assert.rejects(
      connections.submit(async (tx) => {
        await run(tx, 'INSERT INTO rows VALUES (50, 0)');
        await run(tx, 'INSERT INTO rows VALUES (50, 0)').catch(() => {});
      }),
    );
    assert.equal((await admin.query('SELECT 1 FROM rows WHERE id = 50')).rowCount, 0);
  });

  test('a server that cannot be reached refuses the unit, and the connection is free again', async () => {
    const connections = opened('postgres://nobody@127.0.0.1:1/none', 1);
    for (const _ of [1, 2]) await assert.rejects(connections.submit(backendOf), { code: 'ECONNREFUSED' });
  });

  /** The hazard: the writer's memory states record n, the disk has n + 1, and every later write on that connection collides. */
  test('after its end a unit is refused, and opens no connection that would keep the process', async () => {
    const connections = opened(url, 1);
    const pid = await connections.submit(backendOf);
    await connections.close();
    await assert.rejects(connections.submit(backendOf), /the database was closed/);
    await eventually(async () => {
      const { rows } = await admin.query('SELECT 1 FROM pg_stat_activity WHERE pid = $1', [pid]);
      return rows.length === 0;
    });
  });

  test('a commit whose answer is lost is not acknowledged, and the audit goes on in a new chain', async () => {
    const way = await startFaultyWay(url);
    const connections = opened(way.url, 1);
    const audit = createAudit({ clock: testClock(), random: createSystemRandom() });
    const append = (subject: string) =>
      connections.submit((tx) =>
        audit.append(tx, {
          actor: { kind: 'system', id: 'test' },
          agencyId: null,
          action: 'test.done',
          outcome: 'success',
          subject,
        }),
      );
    await append('before');
    way.loseCommits(true);
    await assert.rejects(append('in doubt'));
    way.loseCommits(false);
    await append('after');
    await append('after that');
    const { rows } = await admin.query('SELECT subject FROM audit_records WHERE subject IS NOT NULL ORDER BY subject');
    assert.deepEqual(
      rows.map(({ subject }) => subject),
      ['after', 'after that', 'before', 'in doubt'],
    );
    assert.deepEqual((await verifyChains(database)).faults, []);
    await connections.close();
    way.stop();
  });
});
