import { type Kysely, type Migration, sql } from 'kysely';

/** SQLite can drop no reference, so the table is made again. Nothing refers to it. */
const ON_SQLITE = [
  'ALTER TABLE sign_in_failures RENAME TO sign_in_failures_before',
  `CREATE TABLE sign_in_failures (
    user_id text NOT NULL, source text NOT NULL, failed_count integer NOT NULL, window_started_at integer NOT NULL,
    locked_at integer, PRIMARY KEY (user_id, source))`,
  'INSERT INTO sign_in_failures SELECT user_id, source, failed_count, window_started_at, locked_at FROM sign_in_failures_before',
  'DROP TABLE sign_in_failures_before',
];

const ON_POSTGRES = [
  `DO $$ DECLARE name text; BEGIN
    FOR name IN SELECT conname FROM pg_constraint WHERE conrelid = 'sign_in_failures'::regclass AND contype = 'f' LOOP
      EXECUTE format('ALTER TABLE sign_in_failures DROP CONSTRAINT %I', name);
    END LOOP;
  END $$`,
];

const DEVELOPERS = `INSERT INTO sign_in_failures (user_id, source, failed_count, window_started_at, locked_at)
  SELECT developer_id, source, failed_count, window_started_at, CASE WHEN failed_count >= 5 THEN window_started_at END
  FROM developer_failures WHERE true ON CONFLICT DO NOTHING`;

/**
 * The wrong passwords of users and of developers are counted in one table: `sign_in_failures` takes any account's id in
 * `user_id`. Columns keep their names, and `developer_failures` stays, because a server of the version before works beside this
 * one. It goes on counting developers' failures there, so a developer's password may be tried five times at it and five times at
 * this one; locks of users are the same for both. A later version's migration removes the table.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [...(engine === 'sqlite' ? ON_SQLITE : ON_POSTGRES), DEVELOPERS];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
