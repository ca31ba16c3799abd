import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { CompiledQuery } from 'kysely';
import { atOnce, succeeded } from '../../../../../testing/src/barrier.ts';
import type { Database } from '../../database.ts';
import { EngineFault } from '../../faults.ts';
import { openSqliteDatabase } from './engine.ts';
import { ThreadReader, WAITING_AT_MOST } from './thread-reader.ts';

const WAIT_MS = 60_000;
/** Longer than what it is compared with takes: ten million rows, one after the other. */
const LONG =
  'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000000) SELECT count(*) AS i FROM n';

describe('reading apart on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-apart-'));
  const path = join(folder, 'sallyport.db');
  let database: Database;
  before(async () => {
    database = await openSqliteDatabase(path, { waitMs: WAIT_MS });
  });
  after(async () => {
    await database.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const addAgency = (id: string) =>
    database.write(({ query }) => query.insertInto('agencies').values({ id, name: id, created_at: 1 }).execute());
  const run = (text: string) => database.readApart.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text));
  const namesOf = async (read: Database['read'], id: string) =>
    (await read.selectFrom('agencies').select('name').where('id', '=', id).execute()).map(({ name }) => name);

  test('lets reads, writes and timers go on during a long statement', async () => {
    let isSettled = false;
    const long = run(LONG).finally(() => {
      isSettled = true;
    });
    await addAgency('meanwhile');
    assert.deepEqual(await namesOf(database.read, 'meanwhile'), ['meanwhile']);
    await new Promise((resolve) => setTimeout(resolve, 1));
    assert.ok(!isSettled, 'it is still counting');
    assert.deepEqual((await long).rows, [{ i: 10_000_000 }]);
  });

  test('sees what is committed, and answers each of those who ask at once', async () => {
    const answers = await atOnce(50, async (index) => {
      await addAgency(`agency-${index}`);
      return namesOf(database.readApart, `agency-${index}`);
    });
    assert.deepEqual(
      succeeded(answers),
      Array.from({ length: 50 }, (_, index) => [`agency-${index}`]),
    );
  });

  test('is given every text as it is stored', async () => {
    await addAgency('half \ud800');
    assert.deepEqual(await namesOf(database.readApart, 'half \ud800'), ['half \ufffd']);
  });

  test('rejects with the mistake of a statement, or the fault of the database, and goes on', async () => {
    await assert.rejects(run('SELECT nothing of this'), /syntax error/);
    await assert.rejects(run('SELECT * FROM dropped'), { code: 'unavailable' });
    await assert.rejects(run("INSERT INTO agencies (id, name, created_at) VALUES ('apart', 'apart', 1)"), {
      code: 'unavailable',
    });
    assert.deepEqual(await namesOf(database.readApart, 'apart'), []);
  });

  test('refuses what comes while a hundred wait, which is no fault of the database, and answers those', async () => {
    const long = run(LONG);
    const waiting = Array.from({ length: WAITING_AT_MOST - 1 }, () => namesOf(database.readApart, 'meanwhile'));
    await assert.rejects(namesOf(database.readApart, 'meanwhile'), { code: 'unavailable' });
    assert.equal(await database.checkReads(), null);
    for (const names of await Promise.all(waiting)) assert.deepEqual(names, ['meanwhile']);
    await long;
    assert.deepEqual(await namesOf(database.readApart, 'meanwhile'), ['meanwhile']);
  });

  test('a thread that failed takes no other with it: what is asked between its error and its end is answered', async () => {
    const moved = join(folder, 'elsewhere', 'sallyport.db');
    const reader = new ThreadReader(moved, { waitMs: WAIT_MS, toError: (err) => err });
    const ask = () => reader.query.executeQuery<{ one: number }>(CompiledQuery.raw('SELECT 1 AS one'));
    await assert.rejects(ask());
    mkdirSync(join(folder, 'elsewhere'));
    new DatabaseSync(moved).close();
    assert.deepEqual((await ask()).rows, [{ one: 1 }]);
    await reader.close();
    await assert.rejects(ask(), EngineFault);
  });

  test('refuses what waits when it is closed', async () => {
    const other = await openSqliteDatabase(join(folder, 'closed.db'), { waitMs: WAIT_MS });
    assert.deepEqual(await namesOf(other.readApart, 'none'), []);
    const waiting = [other.readApart.executeQuery(CompiledQuery.raw(LONG)), namesOf(other.readApart, 'none')];
    const refused = Promise.all(waiting.map((each) => assert.rejects(each, { code: 'unavailable' })));
    await other.close();
    await refused;
    await assert.rejects(namesOf(other.readApart, 'none'), { code: 'unavailable' });
  });
});
