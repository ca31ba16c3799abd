import { type Kysely, type Migration, sql } from 'kysely';

/** Finding an incident by a partner's own id, and a joined signal by its alert. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        'CREATE INDEX incidents_of_source ON incidents (agency_id, source_id) WHERE source_id IS NOT NULL',
        'CREATE INDEX joined_signals_of_incident ON joined_signals (incident_id)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
