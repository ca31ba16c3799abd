import { type Kysely, type Migration, sql } from 'kysely';

/** Which migrations a server of the version before, that does not know them, may go on working with. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      await sql
        .raw(`CREATE TABLE migration_marks (name ${text} PRIMARY KEY, is_compatible integer NOT NULL)`)
        .execute(db);
    },
  };
}
