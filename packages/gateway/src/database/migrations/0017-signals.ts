import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Every signal a sender sent under an id of its own or that joined an alert, what it was answered, and by whom it can be
 * found. An id may name many incidents, one after the other; a list is in the order of the newest signal.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements(int, text)) await sql.raw(statement).execute(db);
    },
  };
}

function statements(int: string, text: string): string[] {
  return [
    `CREATE TABLE incident_signals (
      id ${text} PRIMARY KEY, incident_id ${text} NOT NULL REFERENCES incidents(id),
      client_id ${text} NOT NULL REFERENCES clients(id), agency_id ${text} NOT NULL REFERENCES agencies(id),
      source_id ${text}, said_hash ${text}, is_further ${int} NOT NULL, caller_phone ${text},
      answer ${text}, received_at ${int} NOT NULL)`,
    // What earlier versions stored has no hash and no answer; both are taken from the incident as it stands.
    `INSERT INTO incident_signals (id, incident_id, client_id, agency_id, source_id, is_further, received_at)
      SELECT id, id, origin_client_id, agency_id, source_id, 0, created_at FROM incidents
      WHERE source_id IS NOT NULL AND origin_client_id IS NOT NULL AND kind IN ('alert', 'call')`,
    `INSERT INTO incident_signals (id, incident_id, client_id, agency_id, source_id, is_further, received_at)
      SELECT client_id || '|' || agency_id || '|' || source_id, incident_id, client_id, agency_id, source_id, 1, joined_at
      FROM joined_signals`,
    'DROP TABLE joined_signals',
    'CREATE INDEX incident_signals_of_incident ON incident_signals (incident_id)',
    `CREATE INDEX incident_signals_of_source ON incident_signals (client_id, source_id, received_at)
      WHERE source_id IS NOT NULL`,
    `CREATE INDEX further_signals_by_source ON incident_signals (agency_id, source_id)
      WHERE is_further = 1 AND source_id IS NOT NULL`,
    `CREATE INDEX further_signals_by_phone ON incident_signals (agency_id, caller_phone)
      WHERE is_further = 1 AND caller_phone IS NOT NULL`,
    'DROP INDEX incidents_by_source_id',
    `ALTER TABLE incidents ADD COLUMN signalled_at ${int}`,
    `ALTER TABLE incidents ADD COLUMN listed_at ${int} NOT NULL DEFAULT 0`,
    'UPDATE incidents SET listed_at = created_at',
    'CREATE INDEX incidents_listed ON incidents (agency_id, listed_at, id)',
  ];
}
