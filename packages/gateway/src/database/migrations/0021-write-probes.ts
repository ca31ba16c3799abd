import { type Kysely, type Migration, sql } from 'kysely';

/** Where a server finds out whether it can write; empty but for the moment it does. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const key = engine === 'sqlite' ? 'integer PRIMARY KEY' : 'bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw(`CREATE TABLE write_probes (id ${key}, filler ${text} NOT NULL)`).execute(db);
    },
  };
}
