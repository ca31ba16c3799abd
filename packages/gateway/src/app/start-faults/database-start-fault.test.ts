import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { sqliteFaultOf } from '../../database/engines/sqlite/sqlite-faults.ts';
import { toRefusal } from '../../database/faults.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import { databaseStartFault } from './database-start-fault.ts';

test('damage that only the first statements meet is stated as damage, with what to do', (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-damage-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  writeFileSync(join(dataDir, 'sallyport.db'), 'not a database, and longer than the header of one '.repeat(100));
  const connection = new DatabaseSync(join(dataDir, 'sallyport.db'));
  t.after(() => connection.close());
  let met: unknown;
  try {
    connection.prepare('SELECT * FROM sqlite_master').all();
  } catch (err) {
    met = toRefusal(err, sqliteFaultOf);
  }
  const fault = databaseStartFault(met, { databaseUrl: null, dataDir });
  assert.ok(fault instanceof InstallationError);
  assert.match(fault.message, /^The database in .* is damaged \(file is not a database\)\. Restore it/);
});

test('what is no fault of the database or its folder stays as it is', () => {
  const other = new Error('a mistake');
  assert.equal(databaseStartFault(other, { databaseUrl: null, dataDir: '/nowhere' }), other);
});
