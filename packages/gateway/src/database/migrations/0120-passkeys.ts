import { type Kysely, type Migration, sql } from 'kysely';

/**
 * The public keys of factors that are passkeys, and the challenges that wait for an authenticator's answer. A passkey is a row of
 * `user_factors` too, with a seed that nobody has: a server of the version before takes it for an authenticator app, asks for a
 * factor, and no code is right.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE passkeys (
          factor_id text PRIMARY KEY REFERENCES user_factors (id) ON DELETE CASCADE, credential_id ${text} NOT NULL UNIQUE,
          public_key text NOT NULL, sign_count ${int} NOT NULL, transports text NOT NULL)`,
        `CREATE TABLE passkey_challenges (
          challenge_hash ${text} PRIMARY KEY, purpose text NOT NULL, session_hash text, factor_name text, expires_at ${int} NOT NULL)`,
        'CREATE INDEX passkey_challenges_by_expiry ON passkey_challenges (expires_at)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
