import { type Kysely, type Migration, sql } from 'kysely';

/** What a sender says of a CAD incident, a place or a file that no column is for, as JSON. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      for (const table of ['cad_incidents', 'map_locations', 'map_resources']) {
        await sql.raw(`ALTER TABLE ${table} ADD COLUMN further ${text} NOT NULL DEFAULT '{}'`).execute(db);
      }
    },
  };
}
