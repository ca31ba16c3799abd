import { type Kysely, type Migration, sql } from 'kysely';

/** Retention: how long an agency keeps its incidents and log, and what each clean-up removed. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE agencies ADD COLUMN retention_days ${int}`,
        `CREATE TABLE clean_ups (
          kind ${text} NOT NULL, agency_id ${text} NOT NULL, leased_until ${int} NOT NULL, finished_at ${int},
          removed ${int} NOT NULL DEFAULT 0, removed_in_all ${int} NOT NULL DEFAULT 0, PRIMARY KEY (kind, agency_id))`,
        // Without these, removing one incident reads every row that could point to it.
        'CREATE INDEX incidents_merged ON incidents (merged_into) WHERE merged_into IS NOT NULL',
        'CREATE INDEX idempotency_keys_of_incident ON idempotency_keys (incident_id)',
        'CREATE INDEX idempotency_keys_by_time ON idempotency_keys (created_at)',
        'CREATE INDEX deeplinks_by_expiry ON deeplinks (expires_at)',
        'CREATE INDEX portal_sessions_by_expiry ON portal_sessions (expires_at)',
        'CREATE INDEX password_links_by_expiry ON password_links (expires_at)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
