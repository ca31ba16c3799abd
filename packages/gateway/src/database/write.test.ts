import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { atOnce, succeeded } from '../../../testing/src/barrier.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import type { Database, RowsWriter, Transaction } from './database.ts';

function addAgency(tx: Transaction, id: string) {
  return tx.query.insertInto('agencies').values({ id, name: id, created_at: 1 }).execute();
}

async function agencyIds(database: Database, prefix: string): Promise<string[]> {
  const rows = await database.read
    .selectFrom('agencies')
    .select('id')
    .where('id', 'like', `${prefix}%`)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Makes the commit itself fail: the row breaks a reference that is checked only then. */
async function breakTheCommit(database: Database, tx: Transaction): Promise<void> {
  const run = (sql: string) => tx.query.executeQuery(CompiledQuery.raw(sql));
  if (database.engine === 'sqlite') {
    await run('PRAGMA defer_foreign_keys = ON');
    await run("INSERT INTO callflows VALUES ('no-client', 'x', 'no-agency', '{}')");
  } else {
    await run('INSERT INTO checked_at_commit VALUES (1, 2)');
  }
}

onEachEngine('a unit of work', (engine) => {
  let database: Database;
  before(async () => {
    database = await engine.open();
    if (database.engine === 'postgres') {
      const sql =
        'CREATE TABLE checked_at_commit (id int PRIMARY KEY, parent int REFERENCES checked_at_commit DEFERRABLE INITIALLY DEFERRED)';
      await database.read.executeQuery(CompiledQuery.raw(sql));
    }
  });
  after(() => database.close());

  test('is stored when it is acknowledged, and its value is returned', async () => {
    const value = await database.write(async (tx) => {
      await addAgency(tx, 'stored-1');
      return 42;
    });
    assert.equal(value, 42);
    assert.deepEqual(await agencyIds(database, 'stored-'), ['stored-1']);
  });

  test('that fails rejects with its own error and leaves no row, while those beside it are stored', async () => {
    const fault = new Error('the fifth unit refuses');
    const results = await atOnce(20, (index) =>
      database.write(async (tx) => {
        await addAgency(tx, `beside-${String(index).padStart(2, '0')}`);
        if (index === 5) throw fault;
        return index;
      }),
    );
    assert.equal(succeeded(results).length, 19);
    assert.equal((results[5] as PromiseRejectedResult).reason, fault);
    const stored = await agencyIds(database, 'beside-');
    assert.equal(stored.length, 19);
    assert.ok(!stored.includes('beside-05'));
  });

  test('that breaks a constraint is undone alone', async () => {
    await database.write((tx) => addAgency(tx, 'taken-1'));
    const results = await atOnce(3, (index) => database.write((tx) => addAgency(tx, `taken-${index}`)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await agencyIds(database, 'taken-'), ['taken-0', 'taken-1', 'taken-2']);
  });

  test('runs its commit hooks once after its rows can be read, and no rollback hook', async () => {
    const seen: string[] = [];
    await database.write(async (tx) => {
      tx.onRollback(() => seen.push('rolled back'));
      tx.onCommit(() => seen.push('committed'));
      await addAgency(tx, 'hooked-1');
    });
    assert.deepEqual(seen, ['committed']);
  });

  test('that fails runs its rollback hooks once, the last first, and no commit hook', async () => {
    const seen: string[] = [];
    await assert.rejects(
      database.write(async (tx) => {
        tx.onCommit(() => seen.push('committed'));
        tx.onRollback(() => seen.push('first'));
        tx.onRollback(() => seen.push('second'));
        throw new Error('refused');
      }),
    );
    assert.deepEqual(seen, ['second', 'first']);
  });

  test('whose commit fails is not acknowledged, undoes its memory and stores nothing; the next one works', async () => {
    const seen: string[] = [];
    await assert.rejects(
      database.write(async (tx) => {
        tx.onRollback(() => seen.push('rolled back'));
        tx.onCommit(() => seen.push('committed'));
        await addAgency(tx, 'broken-1');
        await breakTheCommit(database, tx);
      }),
    );
    assert.deepEqual(seen, ['rolled back']);
    assert.deepEqual(await agencyIds(database, 'broken-'), []);
    await database.write((tx) => addAgency(tx, 'broken-2'));
    assert.deepEqual(await agencyIds(database, 'broken-'), ['broken-2']);
  });

  test('whose commit fails takes the memory of its connection with it', async () => {
    const mark = Symbol('mark');
    const writeConnections = new Set<Map<symbol, unknown>>();
    await assert.rejects(
      database.write(async (tx) => {
        writeConnections.add(tx.connection.slots);
        tx.onRollback(() => tx.connection.slots.set(mark, 'what was true before'));
        tx.connection.slots.set(mark, 'what would be true after');
        await breakTheCommit(database, tx);
      }),
    );
    for (const slots of writeConnections) assert.equal(slots.size, 0);
  });

  test('that goes on after a failed statement is all stored or not acknowledged', async () => {
    const outcome = await database
      .write(async (tx) => {
        await addAgency(tx, 'swallowed-1');
        await addAgency(tx, 'swallowed-1').catch(() => {});
      })
      .then(
        () => 'acknowledged',
        () => 'refused',
      );
    const expected = outcome === 'acknowledged' ? ['swallowed-1'] : [];
    assert.deepEqual(await agencyIds(database, 'swallowed-'), expected);
  });

  test('whose statement fails that it did not wait for is refused, and leaves no row', async () => {
    const results = await atOnce(3, (index) =>
      database.write(async (tx) => {
        await addAgency(tx, `sent-${index}`);
        const row = { id: index === 1 ? 'sent-1' : `sent-too-${index}`, name: 'x', created_at: 1 };
        tx.send(tx.query.insertInto('agencies').values(row).compile());
      }),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await agencyIds(database, 'sent-'), ['sent-0', 'sent-2', 'sent-too-0', 'sent-too-2']);
  });

  test('whose rows are written last has them stored with it, and none where it fails', async () => {
    const add: RowsWriter<string> = ({ engine }, ids) =>
      ids.map((id) =>
        CompiledQuery.raw(
          `INSERT INTO agencies (id, name, created_at) VALUES (${engine === 'sqlite' ? '?' : '$1'}, 'x', 1)`,
          [id],
        ),
      );
    await database.write((tx) => addAgency(tx, 'last-taken'));
    const results = await atOnce(4, (index) =>
      database.write(async (tx) => {
        tx.writeLast(add, [`last-${index}`, index === 2 ? 'last-taken' : `last-too-${index}`]);
        if (index === 1) throw new Error('refused');
      }),
    );
    assert.deepEqual(
      results.map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected', 'fulfilled'],
    );
    const stored = ['last-0', 'last-3', 'last-taken', 'last-too-0', 'last-too-3'];
    assert.deepEqual(await agencyIds(database, 'last-'), stored);
  });

  test('reads what it wrote itself, which others cannot read before the commit', async () => {
    await database.write(async (tx) => {
      await addAgency(tx, 'own-1');
      const own = await tx.query.selectFrom('agencies').select('id').where('id', '=', 'own-1').execute();
      assert.equal(own.length, 1);
      assert.deepEqual(await agencyIds(database, 'own-'), []);
    });
    assert.deepEqual(await agencyIds(database, 'own-'), ['own-1']);
  });

  test('is settled before close resolves, however many wait', async () => {
    const other = await engine.open();
    const running = Array.from({ length: 40 }, (_, index) => other.write((tx) => addAgency(tx, `closing-${index}`)));
    await other.close();
    await Promise.all(running);
    assert.equal((await agencyIds(database, 'closing-')).length, 40);
  });
});
