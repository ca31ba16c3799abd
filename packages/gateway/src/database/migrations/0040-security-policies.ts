import { type Kysely, type Migration, sql } from 'kysely';

/**
 * What agencies, and the installation in the row without an agency, ask of their people's sign-in; the passwords that may not
 * be chosen again; when an account was enabled anew; who signs in through a client by the password grant, from where.
 */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE security_policies (
          agency_id text PRIMARY KEY, profile text NOT NULL, chosen_values text NOT NULL)`,
        `CREATE TABLE earlier_passwords (
          user_id text NOT NULL REFERENCES users (id), password_hash text NOT NULL, replaced_at bigint NOT NULL,
          PRIMARY KEY (user_id, replaced_at))`,
        'ALTER TABLE users ADD COLUMN enabled_at bigint',
        `CREATE TABLE password_grant_uses (
          client_id text NOT NULL REFERENCES clients (id), user_id text NOT NULL REFERENCES users (id),
          source text NOT NULL, last_used_at bigint NOT NULL, PRIMARY KEY (client_id, user_id))`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
