import { type Kysely, type Migration, sql } from 'kysely';

/** Why a portal session ended, for whoever still has its cookie. A server of the version before notes nothing here. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  return {
    async up(db: Kysely<unknown>) {
      await sql
        .raw(
          `CREATE TABLE ended_sessions (token_hash ${text} PRIMARY KEY, reason ${text} NOT NULL, ended_at ${int} NOT NULL)`,
        )
        .execute(db);
      await sql.raw('CREATE INDEX ended_sessions_by_time ON ended_sessions (ended_at)').execute(db);
    },
  };
}
