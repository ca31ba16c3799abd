import { type Kysely, type Migration, sql } from 'kysely';

/** Since when an agency is disabled. A server of the version before lets it in as before. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw(`ALTER TABLE agencies ADD COLUMN disabled_at ${int}`).execute(db);
    },
  };
}
