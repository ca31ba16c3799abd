import { type Kysely, type Migration, sql } from 'kysely';

/** Who opened which sensitive card of an incident, and when: shown beside the card. It leaves with its incident. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const statements = [
    `CREATE TABLE card_openings (id ${text} PRIMARY KEY, incident_id ${text} NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
      agency_id ${text} NOT NULL, card ${text} NOT NULL, actor_id ${text} NOT NULL, name ${text} NOT NULL,
      opened_at ${isSqlite ? 'integer' : 'bigint'} NOT NULL)`,
    'CREATE INDEX card_openings_of_incident ON card_openings (incident_id, opened_at)',
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
