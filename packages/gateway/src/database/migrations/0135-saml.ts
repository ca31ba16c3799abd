import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Identity providers that speak SAML: what is set of each, what one answered until its browser comes back for it, whether its
 * answer proves a second factor, and the assertions that were taken once. A server of the version before takes such a provider for an
 * OpenID provider that does not answer, and asks for a factor.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        'ALTER TABLE identity_providers ADD COLUMN saml text',
        'ALTER TABLE external_sign_ins ADD COLUMN answer text',
        `ALTER TABLE external_sessions ADD COLUMN proves_factor ${int} NOT NULL DEFAULT 0`,
        `CREATE TABLE saml_assertions (
          provider_id ${text} NOT NULL REFERENCES identity_providers (id) ON DELETE CASCADE, assertion_hash ${text} NOT NULL,
          expires_at ${int} NOT NULL, PRIMARY KEY (provider_id, assertion_hash))`,
        'CREATE INDEX saml_assertions_by_end ON saml_assertions (expires_at)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
