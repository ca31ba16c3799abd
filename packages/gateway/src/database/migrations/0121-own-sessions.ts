import { type Kysely, type Migration, sql } from 'kysely';

/** By which browser a session was opened, as it names itself, and when it was last seen; null where a server of before opened it. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE portal_sessions ADD COLUMN user_agent text').execute(db);
      await sql.raw(`ALTER TABLE portal_sessions ADD COLUMN last_seen_at ${int}`).execute(db);
    },
  };
}
