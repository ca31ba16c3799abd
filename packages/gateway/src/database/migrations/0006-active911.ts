import { type Kysely, type Migration, sql } from 'kysely';

/** Codes without PKCE for clients marked so, and how an authorization request is answered. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const statements = [
    ...['authorization_requests', 'pushed_requests', 'authorization_codes'].flatMap((table) =>
      optionalChallenge(engine, table),
    ),
    `ALTER TABLE authorization_requests ADD COLUMN answer_form ${text} NOT NULL DEFAULT 'standard'`,
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}

/** SQLite cannot take NOT NULL off a column, so there the column is made again. */
function optionalChallenge(engine: 'sqlite' | 'postgres', table: string): string[] {
  if (engine === 'postgres') return [`ALTER TABLE ${table} ALTER COLUMN code_challenge DROP NOT NULL`];
  return [
    `ALTER TABLE ${table} RENAME COLUMN code_challenge TO required_challenge`,
    `ALTER TABLE ${table} ADD COLUMN code_challenge text`,
    `UPDATE ${table} SET code_challenge = required_challenge`,
    `ALTER TABLE ${table} DROP COLUMN required_challenge`,
  ];
}
