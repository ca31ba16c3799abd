import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Access changes are followed by number and not by time, and a person's tokens are void by number. On PostgreSQL the number
 * is the id of the writing transaction, because a sequence gives numbers in another order than that of the commits.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const int = isSqlite ? 'integer' : 'bigint';
  const position = isSqlite ? '0' : '((pg_current_xact_id())::text::bigint)';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE access_changes ADD COLUMN position ${int} NOT NULL DEFAULT ${position}`,
        ...(isSqlite ? ['UPDATE access_changes SET position = rowid'] : []),
        'DROP INDEX access_changes_by_time',
        'CREATE INDEX access_changes_by_position ON access_changes (position)',
        'CREATE INDEX access_changes_by_expiry ON access_changes (expires_at)',
        // The highest position that was ever removed: whoever had not read up to there has missed something.
        `CREATE TABLE access_change_marks (id ${int} PRIMARY KEY CHECK (id = 1), swept_through ${int} NOT NULL)`,
        'INSERT INTO access_change_marks (id, swept_through) VALUES (1, 0)',
        `ALTER TABLE users ADD COLUMN token_generation ${int} NOT NULL DEFAULT 0`,
        // A token of before names no generation and counts as one of 0: what was void stays void.
        "UPDATE users SET token_generation = 1 WHERE id IN (SELECT subject FROM access_changes WHERE kind = 'user_tokens')",
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
