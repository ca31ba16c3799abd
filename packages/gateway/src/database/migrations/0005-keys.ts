import { type Kysely, type Migration, sql } from 'kysely';

/** Keys of clients: their public JWKs, what is bound to a key, and the one-time ids that were used. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE clients ADD COLUMN jwks ${text} NOT NULL DEFAULT '[]'`,
        `ALTER TABLE clients ADD COLUMN requires_dpop ${int} NOT NULL DEFAULT 0`,
        `ALTER TABLE authorization_requests ADD COLUMN key_thumbprint ${text}`,
        `ALTER TABLE pushed_requests ADD COLUMN key_thumbprint ${text}`,
        `ALTER TABLE authorization_codes ADD COLUMN key_thumbprint ${text}`,
        `ALTER TABLE refresh_tokens ADD COLUMN key_thumbprint ${text}`,
        `CREATE TABLE used_ids (id_hash ${text} PRIMARY KEY, expires_at ${int} NOT NULL)`,
        'CREATE INDEX used_ids_by_expiry ON used_ids (expires_at)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
