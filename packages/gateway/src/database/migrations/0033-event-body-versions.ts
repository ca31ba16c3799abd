import { type Kysely, type Migration, sql } from 'kysely';

/** Each event says in which version its body was written; every one that is there has the first. */
export function migration(_engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE events ADD COLUMN body_version integer NOT NULL DEFAULT 1').execute(db);
    },
  };
}
