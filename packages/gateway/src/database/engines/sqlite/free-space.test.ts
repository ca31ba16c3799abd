import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import type { Database } from '../../database.ts';
import { createSqliteFile } from './create-file.ts';
import { openSqliteDatabase } from './engine.ts';
import { giveSpaceBack } from './free-space.ts';

const ROWS = 3_000;
const folder = mkdtempSync(join(tmpdir(), 'sallyport-space-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** An invented caller's number, written so that it is found nowhere else. */
const numberOf = (index: number) => `+1555555${String(1_000_000 + index)}`;

async function addAndRemove(database: Database): Promise<void> {
  await database.write(async ({ query }) => {
    for (let index = 0; index < ROWS; index += 1) {
      const subject = `${numberOf(index)} ${'x'.repeat(400)}`;
      await query
        .insertInto('access_changes')
        .values({ id: `change-${index}`, kind: 'token', subject, at: index, expires_at: index })
        .execute();
    }
  });
  await database.write(({ query }) => query.deleteFrom('access_changes').execute());
}

function readableIn(path: string): number {
  const files = [path, `${path}-wal`].filter((file) => existsSync(file)).map((file) => readFileSync(file, 'latin1'));
  return new Set(files.flatMap((text) => text.match(/\+15555551\d{6}/g) ?? [])).size;
}

describe('the space of removed rows', () => {
  test('is given back in steps, and nothing of them can be read in the database or its log', async () => {
    const path = join(folder, 'new.db');
    await createSqliteFile(path);
    const empty = statSync(path).size;
    const database = await openSqliteDatabase(path);
    await addAndRemove(database);
    assert.ok(readableIn(path) > 0, 'the log has them until then');
    let steps = 0;
    while (await database.giveSpaceBack()) steps += 1;
    assert.ok(steps >= 2, `${steps} steps`);
    assert.equal(readableIn(path), 0);
    assert.ok(statSync(path).size < empty + 100_000, `${statSync(path).size} bytes`);
    assert.equal(statSync(`${path}-wal`).size, 0);
    await database.close();
  });

  test('of a database that was begun before is given back once it was written anew', async () => {
    const path = join(folder, 'old.db');
    const database = await openSqliteDatabase(path);
    await addAndRemove(database);
    assert.equal(await database.giveSpaceBack(), false);
    assert.equal(readableIn(path), 0, 'removed rows are overwritten all the same');
    const before = statSync(path).size;
    await database.compact();
    assert.ok(statSync(path).size < before / 2);
    await addAndRemove(database);
    assert.equal(await database.giveSpaceBack(), true);
    await database.close();
  });

  test('is left where a step frees none of it, so that nobody repeats the step without end', async () => {
    const path = join(folder, 'stuck.db');
    await createSqliteFile(path);
    const database = await openSqliteDatabase(path);
    await addAndRemove(database);
    await database.close();
    const writer = new DatabaseSync(path);
    writer.setAuthorizer((_action, name) =>
      name === 'incremental_vacuum' ? constants.SQLITE_IGNORE : constants.SQLITE_OK,
    );
    assert.equal(giveSpaceBack(writer), false);
    writer.setAuthorizer(null);
    assert.equal(giveSpaceBack(writer), true);
    writer.close();
  });
});
