import { type Kysely, type Migration, sql } from 'kysely';

const COLUMNS =
  'id, agency_id, email, first_name, last_name, role, password_hash, password_changed_at, disabled_at, last_signed_in_at, created_at, token_generation';

/**
 * Which roles there are is the table of rights' affair (`people/rights/permissions.ts`), and no constraint has to be made anew
 * for another one. SQLite can drop no constraint, so the table is made again, its rows put aside meanwhile. The references of
 * other tables are checked at the commit, when every row is there again.
 */
const ON_SQLITE = [
  'PRAGMA defer_foreign_keys = ON',
  `CREATE TABLE users_aside AS SELECT ${COLUMNS} FROM users`,
  'DELETE FROM users',
  'DROP TABLE users',
  `CREATE TABLE users (
    id text PRIMARY KEY, agency_id text REFERENCES agencies(id), email text NOT NULL UNIQUE, first_name text NOT NULL,
    last_name text NOT NULL, role text NOT NULL, password_hash text, password_changed_at integer, disabled_at integer,
    last_signed_in_at integer, created_at integer NOT NULL, token_generation integer NOT NULL DEFAULT 0)`,
  `INSERT INTO users (${COLUMNS}) SELECT ${COLUMNS} FROM users_aside`,
  'DROP TABLE users_aside',
  'CREATE INDEX users_of_agency ON users (agency_id, last_name)',
];

const ON_POSTGRES = [
  `DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'users'::regclass AND contype = 'c' LOOP
      EXECUTE format('ALTER TABLE users DROP CONSTRAINT %I', name);
    END LOOP;
  END $$`,
];

export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of engine === 'sqlite' ? ON_SQLITE : ON_POSTGRES) await sql.raw(statement).execute(db);
    },
  };
}
