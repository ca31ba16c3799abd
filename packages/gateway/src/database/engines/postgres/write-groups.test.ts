import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { CompiledQuery, sql } from 'kysely';
import pg from 'pg';
import { atOnce, failed, succeeded } from '../../../../../testing/src/barrier.ts';
import { type TestPostgres, testPostgres } from '../../../../../testing/src/postgres.ts';
import { refusedWith } from '../../../../../testing/src/refusals.ts';
import { testClock } from '../../../../../testing/src/world.ts';
import { createAudit } from '../../../audit/append-record.ts';
import { verifyChains } from '../../../audit/verify-chains.ts';
import { writeEvents } from '../../../incidents/events/store.ts';
import { refuse } from '../../../kernel/errors.ts';
import { silentLog } from '../../../kernel/log.ts';
import { createSystemRandom } from '../../../kernel/random.ts';
import type { Database, Transaction } from '../../database.ts';
import { openPostgresDatabase } from './engine.ts';
import { WriteConnections } from './write-connections.ts';

const run = (tx: Transaction, text: string) => tx.query.executeQuery(CompiledQuery.raw(text));

async function transactionOf(tx: Transaction): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT pg_current_xact_id()::text AS id`.execute(tx.query);
  return rows[0]?.id ?? '';
}

describe('the units of agencies that wait together', () => {
  let postgres: TestPostgres;
  let url = '';
  let database: Database;
  let connections: WriteConnections;
  let admin: pg.Client;
  before(async () => {
    postgres = await testPostgres();
    url = await postgres.newMigratedDatabase();
    database = await openPostgresDatabase(url, { writeConnections: 4, log: silentLog });
    connections = new WriteConnections(url, 4);
    admin = new pg.Client({ connectionString: url });
    await admin.connect();
    await admin.query('CREATE TABLE rows (id int PRIMARY KEY, value int NOT NULL)');
    await database.write(async ({ query }) => {
      const agency = (id: string) => ({ id, name: id, created_at: 1 });
      await query.insertInto('agencies').values(['a', 'b', 'c', 'd', 'e', 'f'].map(agency)).execute();
    });
  });
  beforeEach(() => admin.query('TRUNCATE rows'));
  after(async () => {
    await admin.end();
    await connections.close();
    await database.close();
    await postgres.stop();
  });

  const submit = <T>(unit: (tx: Transaction) => Promise<T>, agencyId = 'a') =>
    connections.submit(unit, { agencyId, sharing: 'agencies' });
  const insert = (id: number) => (tx: Transaction) => run(tx, `INSERT INTO rows VALUES (${id}, 0)`);
  const storedIds = async () => (await admin.query('SELECT id FROM rows ORDER BY id')).rows.map(({ id }) => id);

  test('share one transaction, those of one agency in the order in which they came', async () => {
    const order: number[] = [];
    const results = await atOnce(20, (index) =>
      submit(async (tx) => {
        order.push(index);
        return transactionOf(tx);
      }),
    );
    assert.equal(new Set(succeeded(results)).size, 1);
    assert.deepEqual(
      order,
      Array.from({ length: 20 }, (_, index) => index),
    );
  });

  test('share it with those of another agency where both may, and not with those of none or with one that is to be alone', async () => {
    const results = await atOnce(10, (index) => {
      if (index < 2) return submit(transactionOf);
      if (index < 4) return submit(transactionOf, 'b');
      if (index < 6) return connections.submit(transactionOf);
      if (index < 8) return connections.submit(transactionOf, { agencyId: 'b' });
      return connections.submit(transactionOf, { agencyId: 'a', sharing: 'none' });
    });
    const ids = succeeded(results);
    assert.equal(new Set(ids.slice(0, 4)).size, 1);
    assert.equal(ids[6], ids[7], 'they may share it with those of their agency');
    assert.equal(new Set(ids).size, 6);
  });

  test('run again one by one where one of them fails after it wrote; it alone is undone', async () => {
    const runs = Array<number>(6).fill(0);
    const results = await atOnce(6, (index) =>
      submit(async (tx) => {
        runs[index] = (runs[index] ?? 0) + 1;
        await insert(index)(tx);
        if (index === 3) throw new Error('refused');
        return transactionOf(tx);
      }),
    );
    assert.equal((failed(results)[0] as Error).message, 'refused');
    assert.equal(new Set(succeeded(results)).size, 5, 'each in its own transaction');
    assert.deepEqual(await storedIds(), [0, 1, 2, 4, 5]);
    assert.deepEqual(runs, [2, 2, 2, 2, 1, 1]);
  });

  test('are not undone for one that is refused before it wrote', async () => {
    let runs = 0;
    const results = await atOnce(6, (index) =>
      submit(async (tx) => {
        runs += 1;
        await tx.query.selectFrom('agencies').select('id').execute();
        if (index === 3) throw new Error('refused');
        await insert(index)(tx);
      }),
    );
    assert.equal((failed(results)[0] as Error).message, 'refused');
    assert.deepEqual(await storedIds(), [0, 1, 2, 4, 5]);
    assert.equal(runs, 6);
  });

  test('are each told of their own failure, also where it is one of a statement that nobody waited for', async () => {
    const results = await atOnce(4, (index) =>
      submit(async (tx) => {
        tx.send(CompiledQuery.raw('INSERT INTO rows VALUES ($1, 0)', [index === 2 ? 1 : index]));
      }),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'fulfilled', 'rejected', 'fulfilled'],
    );
    assert.equal((failed(results)[0] as { code: string }).code, '23505');
    assert.deepEqual(await storedIds(), [0, 1, 3]);
  });

  test('are told the refusal that they made of a failed statement, alone and beside others', async () => {
    const taken = (tx: Transaction) =>
      insert(1)(tx).catch((err) => {
        throw (err as { code?: string }).code === '23505' ? refuse.conflict({ description: 'taken' }) : err;
      });
    await submit(insert(1));
    await refusedWith('conflict', submit(taken));
    const results = await atOnce(3, (index) => submit(index === 1 ? taken : insert(index + 10)));
    await refusedWith('conflict', Promise.reject(failed(results)[0]));
    assert.deepEqual(await storedIds(), [1, 10, 12]);
  });

  test('do not wait for those of another agency that are at work', async () => {
    let end = () => {};
    const isOver = new Promise<void>((resolve) => {
      end = resolve;
    });
    let begun = () => {};
    const isBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const held = submit(async (tx) => {
      await insert(1)(tx);
      begun();
      await isOver;
    });
    await isBegun;
    await submit(insert(2), 'b');
    await connections.submit(insert(3));
    assert.deepEqual(await storedIds(), [2, 3]);
    end();
    await held;
  });

  test('do not wait for those of another agency whose row somebody has locked, with which they began', async () => {
    await admin.query("BEGIN; SELECT 1 FROM agencies WHERE id = 'a' FOR UPDATE");
    const touch = (tx: Transaction) => run(tx, "UPDATE agencies SET name = 'touched' WHERE id = 'a'");
    const locked = submit(touch);
    await submit(insert(2), 'b');
    await admin.query('ROLLBACK');
    await locked;
    assert.deepEqual(await storedIds(), [2]);
  });

  test('do not wait for those of another agency that run into a lock beside them', async () => {
    await admin.query('INSERT INTO rows VALUES (1, 0)');
    await admin.query('BEGIN; SELECT 1 FROM rows WHERE id = 1 FOR UPDATE');
    let runs = 0;
    const locked = submit(async (tx) => {
      runs += 1;
      await run(tx, 'UPDATE rows SET value = 1 WHERE id = 1');
    }, 'c');
    await submit(insert(2), 'd');
    await admin.query('ROLLBACK');
    await locked;
    assert.equal(runs, 2, 'together, and then apart');
    assert.deepEqual(await storedIds(), [1, 2]);
  });

  test('of several agencies are all stored but for one that fails after it wrote', async () => {
    const results = await atOnce(6, (index) =>
      submit(
        async (tx) => {
          await insert(index)(tx);
          if (index === 3) throw new Error('refused');
          return transactionOf(tx);
        },
        ['e', 'f'][index % 2],
      ),
    );
    assert.equal((failed(results)[0] as Error).message, 'refused');
    const ids = succeeded(results);
    assert.equal(ids.length, 5);
    assert.deepEqual(await storedIds(), [0, 1, 2, 4, 5]);
  });

  test('lock the same rows as those of another process in another order, and none runs twice', async () => {
    const other = new WriteConnections(url, 4);
    await admin.query('INSERT INTO rows VALUES (1, 0), (2, 0), (3, 0), (4, 0)');
    let runs = 0;
    const raise = (id: number) => async (tx: Transaction) => {
      runs += 1;
      await run(tx, `UPDATE rows SET value = value + 1 WHERE id = ${id}`);
    };
    const agencyId = 'a';
    for (let round = 0; round < 10; round += 1) {
      const here = [1, 2, 3, 4].map((id) => connections.submit(raise(id), { agencyId }));
      const there = [4, 3, 2, 1].map((id) => other.submit(raise(id), { agencyId }));
      await Promise.all([...here, ...there]);
    }
    assert.equal(runs, 80);
    const { rows } = await admin.query('SELECT DISTINCT value FROM rows');
    assert.deepEqual(rows, [{ value: 20 }]);
    await other.close();
  });

  test('go on where a newer version changed a table that their statements were prepared for', async () => {
    const readAll = (tx: Transaction) => run(tx, 'SELECT * FROM rows');
    await admin.query('INSERT INTO rows VALUES (1, 0)');
    for (let times = 0; times < 5; times += 1) await submit(readAll);
    await admin.query('ALTER TABLE rows ADD COLUMN further text');
    const { rows } = await submit(readAll);
    assert.deepEqual(rows, [{ id: 1, value: 0, further: null }]);
  });

  test('of two processes number their events without gaps, and every record stays in its chain, whichever fail', async () => {
    const other = await openPostgresDatabase(url, { writeConnections: 4, log: silentLog });
    const audits = [database, other].map((each) => ({
      each,
      audit: createAudit({ clock: testClock(), random: createSystemRandom() }),
    }));
    const agencyOf = (index: number) => ['a', 'b', 'b'][index % 3] as string;
    const results = await atOnce(400, async (index) => {
      const { each, audit } = audits[index % 2] as (typeof audits)[number];
      const agencyId = agencyOf(index);
      await each.write(
        async (tx) => {
          const body = { id: String(index), note: { text: String(index), author: 'A test' } };
          tx.writeLast(writeEvents, [
            { agencyId, incidentId: 'i', type: 'note.added', at: index, body, traceparent: null, tracestate: null },
          ]);
          if (index % 7 === 0) await run(tx, 'INSERT INTO rows VALUES (9, 9) ON CONFLICT DO NOTHING');
          await audit.append(tx, {
            actor: { kind: 'system', id: 'test' },
            agencyId,
            action: 'test.done',
            outcome: 'success',
            subject: String(index),
          });
          if (index % 21 === 0) throw new Error('refused');
        },
        { agencyId, sharing: 'agencies' },
      );
    });
    const stored = results.flatMap(({ status }, index) => (status === 'fulfilled' ? [String(index)] : []));
    assert.equal(stored.length, 380);
    const events = await database.read.selectFrom('events').select(['agency_id', 'seq', 'at']).orderBy('seq').execute();
    for (const agencyId of ['a', 'b']) {
      assert.deepEqual(
        events.filter((event) => event.agency_id === agencyId).map(({ seq }) => seq),
        stored.filter((index) => agencyOf(Number(index)) === agencyId).map((_, index) => index + 1),
      );
    }
    const records = await database.read
      .selectFrom('audit_records')
      .select('subject')
      .where('subject', 'is not', null)
      .execute();
    assert.deepEqual(records.map(({ subject }) => subject).sort(), stored.toSorted());
    assert.deepEqual(events.map(({ at }) => String(at)).sort(), stored.toSorted());
    assert.deepEqual((await verifyChains(database)).faults, []);
    await other.close();
  });
});
