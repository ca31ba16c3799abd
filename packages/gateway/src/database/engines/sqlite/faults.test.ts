import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { atOnce, eventually, failed, succeeded } from '../../../../../testing/src/barrier.ts';
import { refusedWith } from '../../../../../testing/src/refusals.ts';
import type { Database, Transaction } from '../../database.ts';
import { openSqliteDatabase } from './engine.ts';

const WAIT_MS = 1_500;

const addAgency =
  (id: string, name = id) =>
  (tx: Transaction) =>
    tx.query.insertInto('agencies').values({ id, name, created_at: 1 }).execute();

describe('SQLite that fails', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-faults-'));
  const path = join(folder, 'sallyport.db');
  let database: Database;
  let other: DatabaseSync;
  before(async () => {
    database = await openSqliteDatabase(path, { waitMs: WAIT_MS });
    other = new DatabaseSync(path);
  });
  after(async () => {
    other.close();
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const agencies = async () => (await database.read.selectFrom('agencies').select('id').execute()).map(({ id }) => id);
  /** On the connection that writes. */
  const pragma = (text: string) => database.write((tx) => tx.query.executeQuery(CompiledQuery.raw(`PRAGMA ${text}`)));

  test('because another program has it locked lets writes wait while reads and timers go on', async () => {
    other.exec('BEGIN IMMEDIATE');
    let isSettled = false;
    const write = database.write(addAgency('waited')).finally(() => {
      isSettled = true;
    });
    for (let turn = 0; turn < 10; turn += 1) {
      assert.ok(!(await agencies()).includes('waited'));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    assert.ok(!isSettled, 'it waits for the lock');
    other.exec('COMMIT');
    await write;
    assert.ok((await agencies()).includes('waited'));
  });

  test('because another program keeps it locked refuses writes in time, and reads are answered', async () => {
    other.exec('BEGIN IMMEDIATE');
    const results = await atOnce(5, (index) => database.write(addAgency(`locked-${index}`)));
    assert.deepEqual(
      failed(results).map((err) => (err as { code: string }).code),
      Array(5).fill('unavailable'),
    );
    assert.equal(await database.checkWrites(), 'locked');
    assert.equal(await database.checkReads(), null);
    other.exec('ROLLBACK');
    await database.write(addAgency('free again'));
    assert.equal(await database.checkWrites(), null);
  });

  test('because another program holds it for itself alone lets reads wait without blocking', async () => {
    const only = new DatabaseSync(path);
    // Nobody else may even read then: a file that is being restored, or an old journal mode.
    only.exec('PRAGMA locking_mode = EXCLUSIVE');
    let isLocked = true;
    try {
      only.exec('BEGIN EXCLUSIVE; COMMIT');
    } catch {
      isLocked = false;
    }
    const read = agencies();
    let turns = 0;
    for (; turns < 5; turns += 1) await new Promise((resolve) => setImmediate(resolve));
    assert.equal(turns, 5);
    only.close();
    if (isLocked) await eventually(async () => (await agencies()).length > 0);
    await read.catch((err) => assert.equal(err.code, 'unavailable'));
  });

  test('while another program checkpoints again and again stores everything', async () => {
    const writes = atOnce(200, (index) => database.write(addAgency(`checkpoint-${index}`)));
    const checkpoints = (async () => {
      for (let turn = 0; turn < 20; turn += 1) {
        other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    assert.equal(succeeded(await writes).length, 200);
    await checkpoints;
  });

  test('because no space is left refuses what does not fit, with nothing of it stored, and works once there is', async () => {
    await pragma('max_page_count = 1');
    const large = 'x'.repeat(200_000);
    const results = await atOnce(3, (index) => database.write(addAgency(`full-${index}`, large)));
    assert.deepEqual(
      failed(results).map((err) => (err as { code: string }).code),
      Array(3).fill('unavailable'),
    );
    assert.equal(await database.checkWrites(), 'full');
    assert.equal(await database.checkReads(), null);
    assert.ok(!(await agencies()).some((id) => id.startsWith('full-')));
    await pragma('max_page_count = 1000000');
    await database.write(addAgency('fits', large));
    assert.equal(await database.checkWrites(), null);
  });

  test('in a unit that swallows it stores nothing of what that unit does afterwards', async () => {
    await pragma('max_page_count = 1');
    const outcome = database.write(async (tx) => {
      await addAgency('swallowed', 'x'.repeat(200_000))(tx).catch(() => {});
      await addAgency('small')(tx);
    });
    const isStored = await outcome.then(
      () => true,
      () => false,
    );
    assert.equal((await agencies()).includes('small'), isStored);
    await pragma('max_page_count = 1000000');
  });

  test('in a hook of a unit that is stored leaves it stored, and the next one runs', async () => {
    await database.write(async (tx) => {
      tx.onCommit(() => {
        throw new Error('a listener is broken');
      });
      await addAgency('hooked')(tx);
    });
    await database.write(addAgency('after the hook'));
    assert.ok((await agencies()).includes('hooked'));
  });

  test('because it may only be read refuses writes, and states it', async () => {
    // Nothing can be written on that connection any more, so it is the last.
    await pragma('query_only = 1');
    await refusedWith('unavailable', database.write(addAgency('read only')));
    assert.equal(await database.checkWrites(), 'read_only');
    assert.equal(await database.checkReads(), null);
    assert.ok((await agencies()).length > 0);
  });
});

describe('SQLite whose files are removed or exchanged while it is open', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-moved-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const open = async (name: string) => {
    const path = join(folder, name);
    return { path, database: await openSqliteDatabase(path, { waitMs: WAIT_MS }) };
  };

  for (const end of ['', '-wal']) {
    test(`refuses every write while sallyport.db${end} is gone, states why, and goes on where it is back`, async () => {
      const { path, database } = await open(`gone${end}.db`);
      await database.write(addAgency('before'));
      renameSync(`${path}${end}`, `${path}${end}.away`);
      const results = await atOnce(3, (index) => database.write(addAgency(`gone-${index}`)));
      assert.deepEqual(
        failed(results).map((err) => (err as { code: string }).code),
        Array(3).fill('unavailable'),
      );
      assert.equal(await database.checkWrites(), 'moved');
      renameSync(`${path}${end}.away`, `${path}${end}`);
      await database.write(addAgency('after'));
      const ids = await database.read.selectFrom('agencies').select('id').orderBy('id').execute();
      assert.deepEqual(
        ids.map(({ id }) => id),
        ['after', 'before'],
      );
      await database.close();
    });
  }

  test('refuses every write where another file stands in its place', async () => {
    const { path, database } = await open('exchanged.db');
    copyFileSync(path, `${path}.copy`);
    renameSync(`${path}.copy`, path);
    await refusedWith('unavailable', database.write(addAgency('lost')));
    assert.equal(await database.checkWrites(), 'moved');
    await database.close();
  });

  test('does not acknowledge what was committed while they were removed', async () => {
    const { path, database } = await open('during.db');
    const write = database.write(async (tx) => {
      await addAgency('during')(tx);
      rmSync(path);
    });
    await refusedWith('outcome_unknown', write);
    await database.close();
  });
});
