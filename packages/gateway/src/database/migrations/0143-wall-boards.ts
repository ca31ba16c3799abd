import { type Kysely, type Migration, sql } from 'kysely';

/** Displays that show an agency's active incidents by a link of their own, until they are ended. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const instant = isSqlite ? 'integer' : 'bigint';
  const statements = [
    `CREATE TABLE wall_boards (id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies (id), name text NOT NULL,
      token_hash ${text} NOT NULL UNIQUE, filter text NOT NULL, made_by text NOT NULL, created_at ${instant} NOT NULL,
      seen_at ${instant}, ended_at ${instant})`,
    'CREATE INDEX wall_boards_of_agency ON wall_boards (agency_id, created_at)',
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
