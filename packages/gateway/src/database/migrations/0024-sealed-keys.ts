import { type Kysely, type Migration, sql } from 'kysely';

/** The operator that `--demo` seeds, whose password is published. */
const SANDBOX_OPERATOR = 'operator@sallyport.test';

/**
 * Signing keys are sealed under a key that is not here, one current and one next for each such key; and the installation's
 * row: its id, and whether it is a sandbox. An installation that was begun before has its row made here, a new one at its
 * first start.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const newId = engine === 'sqlite' ? 'lower(hex(randomblob(16)))' : "replace(gen_random_uuid()::text, '-', '')";
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE signing_keys ADD COLUMN sealed_under ${text} NOT NULL DEFAULT ''`,
        'DROP INDEX one_current_signing_key',
        'DROP INDEX one_next_signing_key',
        "CREATE UNIQUE INDEX one_current_signing_key ON signing_keys (sealed_under) WHERE state = 'current'",
        "CREATE UNIQUE INDEX one_next_signing_key ON signing_keys (sealed_under) WHERE state = 'next'",
        `CREATE TABLE installation (
          only_row ${int} PRIMARY KEY CHECK (only_row = 1), id ${text} NOT NULL, is_sandbox ${int} NOT NULL)`,
        `INSERT INTO installation (only_row, id, is_sandbox)
          SELECT 1, ${newId}, CASE WHEN EXISTS (SELECT 1 FROM users WHERE email = '${SANDBOX_OPERATOR}') THEN 1 ELSE 0 END
          WHERE EXISTS (SELECT 1 FROM signing_keys) OR EXISTS (SELECT 1 FROM users) OR EXISTS (SELECT 1 FROM audit_records)`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
