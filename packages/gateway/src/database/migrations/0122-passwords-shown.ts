import { type Kysely, type Migration, sql } from 'kysely';

/** When the person of a session showed their password again in it; null where they did not. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw(`ALTER TABLE portal_sessions ADD COLUMN password_at ${int}`).execute(db);
    },
  };
}
