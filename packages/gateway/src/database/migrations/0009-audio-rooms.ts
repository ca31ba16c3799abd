import { type Kysely, type Migration, sql } from 'kysely';

/** Rooms of live audio that somebody has a token of, so that they end with their call. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      await sql
        .raw(
          `CREATE TABLE audio_rooms (
             incident_id ${text} PRIMARY KEY,
             tokens_expire_at ${int} NOT NULL,
             ended_at ${int}
           )`,
        )
        .execute(db);
    },
  };
}
