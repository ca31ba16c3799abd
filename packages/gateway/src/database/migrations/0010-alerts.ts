import { type Kysely, type Migration, sql } from 'kysely';

/** Alerts that are answered: until when, what else an alert has, signals that joined one, and each agency's rules. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE incidents ADD COLUMN accept_by ${int}`,
        `ALTER TABLE incidents ADD COLUMN alert ${text}`,
        "CREATE INDEX incidents_awaiting_answer ON incidents (accept_by) WHERE status = 'DISPATCH_REQUESTED'",
        "CREATE INDEX alerts_of_agency ON incidents (agency_id, created_at) WHERE kind = 'alert'",
        "CREATE INDEX alerts_of_client ON incidents (origin_client_id, created_at) WHERE kind = 'alert'",
        `ALTER TABLE agencies ADD COLUMN last_alert_at ${int} NOT NULL DEFAULT 0`,
        `ALTER TABLE agencies ADD COLUMN alert_settings ${text} NOT NULL DEFAULT '{}'`,
        `CREATE TABLE joined_signals (
          client_id ${text} NOT NULL REFERENCES clients(id), agency_id ${text} NOT NULL REFERENCES agencies(id),
          source_id ${text} NOT NULL, incident_id ${text} NOT NULL REFERENCES incidents(id), joined_at ${int} NOT NULL,
          PRIMARY KEY (client_id, agency_id, source_id))`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
