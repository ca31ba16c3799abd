import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Database } from '../../gateway/src/database/database.ts';
import { openPostgresDatabase } from '../../gateway/src/database/engines/postgres/engine.ts';
import { openSqliteDatabase } from '../../gateway/src/database/engines/sqlite/engine.ts';
import { type DatabaseTimeouts, DEFAULT_TIMEOUTS } from '../../gateway/src/database/timeouts.ts';
import { silentLog } from '../../gateway/src/kernel/log.ts';
import { type TestPostgres, testPostgres } from './postgres.ts';

/** How many there are of what was written at once is proved on a crowded machine, too: nobody is refused for having waited. */
const PATIENT: DatabaseTimeouts = { ...DEFAULT_TIMEOUTS, statementMs: 60_000, lockMs: 60_000, waitMs: 60_000 };

/** One engine under test: `open` opens the same database each time, as another process would. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  open(timeouts?: DatabaseTimeouts): Promise<Database>;
}

/** `sqlite` leaves PostgreSQL out: `npm run test:unit`. */
const IS_SQLITE_ONLY = process.env['SALLYPORT_TEST_ENGINES'] === 'sqlite';

type Suite = (engine: Engine) => void;

/**
 * Registers the same suite for SQLite on disk and for PostgreSQL, each with a database of its own without a row, which on
 * PostgreSQL may have the schema already.
 */
export function onEachEngine(name: string, suite: Suite): void {
  register(name, suite, (postgres) => postgres.newMigratedDatabase());
}

/** The same with databases that have no schema: for a suite whose subject is making it. */
export function onEachEmptyEngine(name: string, suite: Suite): void {
  register(name, suite, (postgres) => postgres.newDatabase());
}

function register(name: string, suite: Suite, newDatabase: (postgres: TestPostgres) => Promise<string>): void {
  describe(`${name} on SQLite`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    suite({ name: 'sqlite', open: (timeouts = PATIENT) => openSqliteDatabase(join(folder, 'sallyport.db'), timeouts) });
  });
  if (IS_SQLITE_ONLY) return;
  describe(`${name} on PostgreSQL`, () => {
    let postgres: TestPostgres;
    let url = '';
    before(async () => {
      postgres = await testPostgres();
      url = await newDatabase(postgres);
    });
    after(() => postgres.stop());
    suite({
      name: 'postgres',
      open: (timeouts = PATIENT) => openPostgresDatabase(url, { writeConnections: 4, log: silentLog, timeouts }),
    });
  });
}
