import { type Kysely, type Migration, sql } from 'kysely';

/** Browsers that an agency registered as dispatch positions, and when the person of a session was last active; null where a server of before has it. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const instant = isSqlite ? 'integer' : 'bigint';
  const statements = [
    `ALTER TABLE portal_sessions ADD COLUMN active_at ${instant}`,
    `CREATE TABLE dispatch_positions (id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies (id), name text NOT NULL,
      token_hash ${text} NOT NULL UNIQUE, made_by text NOT NULL, created_at ${instant} NOT NULL, seen_at ${instant})`,
    'CREATE INDEX dispatch_positions_of_agency ON dispatch_positions (agency_id, created_at)',
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
