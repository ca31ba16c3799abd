import { type Kysely, type Migration, sql } from 'kysely';

/**
 * A person's second factors and recovery codes, and when a session was shown one. A server of the version before would open a
 * session without asking for them, and is refused.
 */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        'ALTER TABLE portal_sessions ADD COLUMN factor_at bigint',
        `CREATE TABLE user_factors (
          id text PRIMARY KEY, user_id text NOT NULL REFERENCES users (id), kind text NOT NULL, name text NOT NULL,
          secret text NOT NULL, last_step bigint, created_at bigint NOT NULL, confirmed_at bigint, last_used_at bigint)`,
        'CREATE INDEX user_factors_of_user ON user_factors (user_id)',
        `CREATE TABLE recovery_codes (
          user_id text NOT NULL REFERENCES users (id), code_hash text NOT NULL, used_at bigint,
          PRIMARY KEY (user_id, code_hash))`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
