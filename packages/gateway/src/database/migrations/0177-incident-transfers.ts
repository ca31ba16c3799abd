import { type Kysely, type Migration, sql } from 'kysely';

/** Which incident an agency lets another one see, until when, and who ended that. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const instant = isSqlite ? 'integer' : 'bigint';
  const statements = [
    `CREATE TABLE incident_transfers (id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies (id),
      incident_id ${text} NOT NULL REFERENCES incidents (id), to_agency_id ${text} NOT NULL REFERENCES agencies (id),
      reason text, made_by text NOT NULL, created_at ${instant} NOT NULL, expires_at ${instant} NOT NULL,
      ended_at ${instant}, ended_by text)`,
    'CREATE INDEX incident_transfers_given ON incident_transfers (agency_id, expires_at)',
    'CREATE INDEX incident_transfers_received ON incident_transfers (to_agency_id, expires_at)',
    'CREATE INDEX incident_transfers_of_incident ON incident_transfers (incident_id)',
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
