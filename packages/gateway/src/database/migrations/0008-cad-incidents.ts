import { type Kysely, type Migration, sql } from 'kysely';

/** The incidents of partners' CADs and what each of them is linked to; the seat a call is answered at can be searched. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const storedPosition =
    engine === 'sqlite' ? "json_extract(state, '$.call.position')" : "state::jsonb -> 'call' ->> 'position'";
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE cad_incidents (
          id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies(id),
          client_id ${text} NOT NULL REFERENCES clients(id), cad_partner_incident_id ${text} NOT NULL,
          supplied_by ${text} NOT NULL, caller_phone_number ${text}, sip_call_id ${text}, position ${text},
          incident_id ${text} REFERENCES incidents(id), matched_by ${text}, status ${text},
          asked_at ${int} NOT NULL, created_at ${int} NOT NULL, updated_at ${int} NOT NULL)`,
        'CREATE UNIQUE INDEX cad_incidents_by_partner_id ON cad_incidents (client_id, agency_id, cad_partner_incident_id)',
        'CREATE INDEX cad_incidents_of_incident ON cad_incidents (incident_id) WHERE incident_id IS NOT NULL',
        'CREATE INDEX cad_incidents_waiting ON cad_incidents (agency_id, asked_at) WHERE incident_id IS NULL',
        `ALTER TABLE incidents ADD COLUMN position ${text}`,
        `UPDATE incidents SET position = ${storedPosition} WHERE kind = 'call'`,
        `CREATE INDEX incidents_by_position ON incidents (agency_id, position, created_at)
          WHERE position IS NOT NULL AND ended_at IS NULL`,
        `CREATE INDEX incidents_by_sip_call ON incidents (agency_id, source_id)
          WHERE kind = 'call' AND source_id IS NOT NULL`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
