import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { atOnce, failed } from '../../../../../testing/src/barrier.ts';
import type { Transaction } from '../../database.ts';
import { kyselyOn, openSqlite } from './connection.ts';
import { GroupCommit } from './group-commit.ts';

const run = (tx: Transaction, sql: string) => tx.query.executeQuery(CompiledQuery.raw(sql));

describe('the group commit of SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-group-'));
  const path = join(folder, 'group.db');
  const connection = openSqlite(path, { readOnly: false });
  const witness = openSqlite(path, { readOnly: true });
  let commits: GroupCommit;
  before(() => {
    connection.exec('CREATE TABLE rows (id integer PRIMARY KEY, parent integer REFERENCES rows)');
    commits = new GroupCommit(connection, kyselyOn(connection));
  });
  after(() => {
    witness.close();
    connection.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Changes by one whenever another connection has committed. */
  const commitsSeen = () => (witness.prepare('PRAGMA data_version').get() as { data_version: number }).data_version;
  const stored = (sql: string) => witness.prepare(sql).all().length;

  test('every commit is synced to the disk, and readers never wait for it', () => {
    assert.deepEqual({ ...connection.prepare('PRAGMA synchronous').get() }, { synchronous: 2 });
    assert.deepEqual({ ...connection.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' });
    assert.deepEqual({ ...connection.prepare('PRAGMA foreign_keys').get() }, { foreign_keys: 1 });
  });

  test('units that arrive together share one commit, and none is acknowledged before it', async () => {
    const seenByUnits: number[] = [];
    const seenWhenAcknowledged: number[] = [];
    await atOnce(100, async (index) => {
      await commits.submit(async (tx) => {
        await run(tx, `INSERT INTO rows VALUES (${1_000 + index}, NULL)`);
        seenByUnits.push(stored('SELECT 1 FROM rows WHERE id BETWEEN 1000 AND 1999'));
      });
      seenWhenAcknowledged.push(stored('SELECT 1 FROM rows WHERE id BETWEEN 1000 AND 1999'));
    });
    assert.deepEqual(new Set(seenByUnits), new Set([0]), 'no unit saw a commit of another one of its group');
    assert.deepEqual(new Set(seenWhenAcknowledged), new Set([100]), 'all were stored before the first was answered');
  });

  test('units that arrive while a commit runs become the next commit', async () => {
    const before = commitsSeen();
    let late: Promise<void> = Promise.resolve();
    await commits.submit(async (tx) => {
      late = commits.submit(async (lateTx) => {
        assert.equal(
          stored('SELECT 1 FROM rows WHERE id = 2000'),
          1,
          'the first group is on disk before the second runs',
        );
        await run(lateTx, 'INSERT INTO rows VALUES (2001, NULL)');
      });
      await run(tx, 'INSERT INTO rows VALUES (2000, NULL)');
    });
    await late;
    assert.notEqual(commitsSeen(), before);
    assert.equal(stored('SELECT 1 FROM rows WHERE id IN (2000, 2001)'), 2);
  });

  test('a commit that fails acknowledges nobody of its group, and undoes each unit once, the newest first', async () => {
    const undone: string[] = [];
    const results = await atOnce(5, (index) =>
      commits.submit(async (tx) => {
        tx.onRollback(() => undone.push(`unit ${index}`));
        await run(tx, `INSERT INTO rows VALUES (${3_000 + index}, NULL)`);
        if (index === 1) throw new Error('this one fails by itself');
        if (index === 3) {
          await run(tx, 'PRAGMA defer_foreign_keys = ON');
          await run(tx, 'INSERT INTO rows VALUES (3999, 777777)');
        }
      }),
    );
    assert.equal(failed(results).length, 5);
    assert.deepEqual(undone, ['unit 1', 'unit 4', 'unit 3', 'unit 2', 'unit 0']);
    assert.equal(stored('SELECT 1 FROM rows WHERE id BETWEEN 3000 AND 3999'), 0);
    await commits.submit((tx) => run(tx, 'INSERT INTO rows VALUES (3000, NULL)'));
    assert.equal(stored('SELECT 1 FROM rows WHERE id = 3000'), 1);
  });

  test('idle resolves once everything submitted is settled, and at once where nothing is', async () => {
    await commits.idle();
    let isSettled = false;
    const unit = commits
      .submit((tx) => run(tx, 'INSERT INTO rows VALUES (4000, NULL)'))
      .then(() => {
        isSettled = true;
      });
    await commits.idle();
    await unit;
    assert.ok(isSettled);
  });
});
