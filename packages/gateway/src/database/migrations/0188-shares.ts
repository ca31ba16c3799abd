import { type Kysely, type Migration, sql } from 'kysely';

/** Which of an agency's incidents another one sees, by a rule; and what of an incident crosses by a transfer beside its facts. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const instant = isSqlite ? 'integer' : 'bigint';
  const statements = [
    `CREATE TABLE incident_shares (id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies (id),
      to_agency_id ${text} NOT NULL REFERENCES agencies (id), kind text, emergency_type text, area text,
      includes_sensitive integer NOT NULL, may_answer integer NOT NULL, reason text, made_by text NOT NULL,
      created_at ${instant} NOT NULL, expires_at ${instant} NOT NULL, ended_at ${instant}, ended_by text)`,
    'CREATE INDEX incident_shares_given ON incident_shares (agency_id, expires_at)',
    'CREATE INDEX incident_shares_received ON incident_shares (to_agency_id, expires_at)',
    'ALTER TABLE incident_transfers ADD COLUMN includes_sensitive integer NOT NULL DEFAULT 0',
    'ALTER TABLE incident_transfers ADD COLUMN may_answer integer NOT NULL DEFAULT 0',
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
