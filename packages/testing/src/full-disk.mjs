// Given to a server of a test by NODE_OPTIONS=--import: while a file that the test writes contains `full`, SQLite may not
// make the database's file larger and fails, in the middle of a unit of work, as where the disk is full. Plain JavaScript,
// as it runs before everything.
import { readFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const NO_LARGER = 1;
const NO_BOUND = 4_294_967_294;
const file = process.env.SALLYPORT_TEST_DISK_FILE;
const prepare = DatabaseSync.prototype.prepare;

DatabaseSync.prototype.prepare = function prepareOnDisk(sql, ...options) {
  const statement = prepare.call(this, sql, ...options);
  if (sql.startsWith('BEGIN')) {
    const run = statement.run;
    statement.run = (...values) => {
      const pages = readFileSync(file, 'utf8') === 'full' ? NO_LARGER : NO_BOUND;
      this.exec(`PRAGMA max_page_count = ${pages}`);
      return run.apply(statement, values);
    };
  }
  return statement;
};
