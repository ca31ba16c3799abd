import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Each agency has the time zone in which its times are shown; those that are there have UTC until somebody says otherwise. A
 * registration says what the software speaks and which scopes it wants; one from before says neither.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE agencies ADD COLUMN time_zone ${text} NOT NULL DEFAULT 'UTC'`,
        `ALTER TABLE registrations ADD COLUMN speaks ${text}`,
        `ALTER TABLE registrations ADD COLUMN scopes ${text} NOT NULL DEFAULT '[]'`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
