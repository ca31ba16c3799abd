import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe } from 'node:test';
import type { Database } from '../../gateway/src/database/database.ts';
import { openPostgresDatabase } from '../../gateway/src/database/engines/postgres/engine.ts';
import { openSqliteDatabase } from '../../gateway/src/database/engines/sqlite/engine.ts';
import { type DatabaseTimeouts, DEFAULT_TIMEOUTS } from '../../gateway/src/database/timeouts.ts';
import { silentLog } from '../../gateway/src/kernel/log.ts';
import { type TestPostgres, testPostgres } from './postgres.ts';
import { SQLITE_TEMPLATE_VARIABLE } from './sqlite-template.ts';

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
/** Which databases a suite begins with: those that the run has made, or empty ones. */
interface Beginning {
  readonly file: string | undefined;
  newDatabase(postgres: TestPostgres): Promise<string>;
}

/**
 * Registers the same suite for SQLite on disk and for PostgreSQL, each with a database of its own without a row, which may have
 * the schema already.
 */
export function onEachEngine(name: string, suite: Suite): void {
  const file = process.env[SQLITE_TEMPLATE_VARIABLE];
  register(name, suite, { file, newDatabase: (postgres) => postgres.newMigratedDatabase() });
}

/** The same with databases that have no schema: for a suite whose subject is making it. */
export function onEachEmptyEngine(name: string, suite: Suite): void {
  register(name, suite, { file: undefined, newDatabase: (postgres) => postgres.newDatabase() });
}

function register(name: string, suite: Suite, { file, newDatabase }: Beginning): void {
  describe(`${name} on SQLite`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'sallyport-test-'));
    after(() => rmSync(folder, { recursive: true, force: true }));
    const own = join(folder, 'sallyport.db');
    if (file !== undefined) copyFileSync(file, own);
    suite({ name: 'sqlite', open: (timeouts = PATIENT) => openSqliteDatabase(own, timeouts) });
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
