import { type Kysely, type Migration, sql } from 'kysely';

/** An agency's own identity providers, whom they know here, and the sign-ins that are under way at them. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE identity_providers (
          id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies (id), kind ${text} NOT NULL,
          title ${text} NOT NULL, settings ${text} NOT NULL, sealed_secret ${text}, ends_passwords ${int} NOT NULL,
          disabled_at ${int}, created_at ${int} NOT NULL, updated_at ${int} NOT NULL)`,
        'CREATE INDEX identity_providers_of_agency ON identity_providers (agency_id)',
        `CREATE TABLE identity_provider_domains (
          domain ${text} PRIMARY KEY, provider_id ${text} NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE)`,
        'CREATE INDEX identity_provider_domains_of ON identity_provider_domains (provider_id)',
        `CREATE TABLE external_identities (
          provider_id ${text} NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE, subject ${text} NOT NULL,
          user_id ${text} NOT NULL REFERENCES users (id), created_at ${int} NOT NULL, PRIMARY KEY (provider_id, subject))`,
        'CREATE INDEX external_identities_of_user ON external_identities (user_id)',
        `CREATE TABLE external_sign_ins (
          state_hash ${text} PRIMARY KEY, provider_id ${text} NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE,
          browser_hash ${text} NOT NULL, nonce ${text} NOT NULL, verifier ${text} NOT NULL, return_to ${text} NOT NULL,
          expires_at ${int} NOT NULL)`,
        'CREATE INDEX external_sign_ins_by_end ON external_sign_ins (expires_at)',
        `CREATE TABLE external_sessions (
          token_hash ${text} PRIMARY KEY REFERENCES portal_sessions (token_hash) ON DELETE CASCADE,
          provider_id ${text} NOT NULL, subject ${text} NOT NULL, session_id ${text})`,
        'CREATE INDEX external_sessions_of ON external_sessions (provider_id, subject)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
