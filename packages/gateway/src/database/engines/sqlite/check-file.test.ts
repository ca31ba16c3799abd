import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, beforeEach, describe, test } from 'node:test';
import { findFaultsOfFile } from './check-file.ts';
import { createSqliteFile } from './create-file.ts';
import { openSqliteDatabase } from './engine.ts';

describe('the whole check of a database file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-check-'));
  const file = join(folder, 'sallyport.db');
  let whole: Buffer;
  before(async () => {
    await createSqliteFile(file);
    await (await openSqliteDatabase(file)).close();
    whole = readFileSync(file);
  });
  beforeEach(() => {
    for (const end of ['-wal', '-shm']) rmSync(`${file}${end}`, { force: true });
    writeFileSync(file, whole);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  test('finds nothing in one that is whole, and changes nothing', () => {
    assert.deepEqual(findFaultsOfFile(file), []);
    assert.deepEqual(readFileSync(file), whole);
  });

  test('finds an index that does not belong to its table', () => {
    const connection = new DatabaseSync(file);
    connection.exec('CREATE TABLE notes (text TEXT); CREATE INDEX by_text ON notes (text)');
    connection.exec("INSERT INTO notes VALUES ('a'), ('b')");
    const root = "(SELECT rootpage FROM sqlite_schema WHERE name = 'by_text')";
    connection.enableDefensive?.(false);
    connection.exec('CREATE TABLE other (text TEXT); CREATE INDEX of_other ON other (text)');
    connection.exec(`PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = ${root} WHERE name = 'of_other'`);
    connection.close();
    assert.ok(findFaultsOfFile(file).length > 0);
  });

  test('finds pages that are overwritten, and a file that is cut', () => {
    writeFileSync(file, Buffer.from(whole).fill(0xaa, 4_096 * 2, 4_096 * 20));
    assert.ok(findFaultsOfFile(file).length > 0);
    writeFileSync(file, whole);
    truncateSync(file, 8_192);
    assert.match(findFaultsOfFile(file).join(), /is cut/);
  });
});
