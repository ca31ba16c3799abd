import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Where a client that people sign in to is reached when they sign out, which sign-ins are over, and the logout tokens that are
 * to be sent. A server of the version before ends sessions as it did; a server of this one finds what they ended.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        'ALTER TABLE clients ADD COLUMN sign_in_use text',
        'ALTER TABLE registrations ADD COLUMN sign_in_use text',
        `ALTER TABLE application_sign_ins ADD COLUMN ended_at ${int}`,
        'CREATE INDEX application_sign_ins_open ON application_sign_ins (grant_id) WHERE ended_at IS NULL',
        `CREATE TABLE application_logouts (
          grant_id ${text} PRIMARY KEY REFERENCES grants (id), client_id ${text} NOT NULL, user_id ${text} NOT NULL,
          agency_id ${text} NOT NULL, state ${text} NOT NULL, attempts ${int} NOT NULL, next_attempt_at ${int} NOT NULL,
          fault text, lease_owner ${text}, created_at ${int} NOT NULL, finished_at ${int})`,
        "CREATE INDEX application_logouts_due ON application_logouts (next_attempt_at) WHERE state = 'waiting'",
        'CREATE INDEX application_logouts_finished ON application_logouts (finished_at)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
