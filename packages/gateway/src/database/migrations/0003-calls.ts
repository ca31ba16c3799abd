import { type Kysely, type Migration, sql } from 'kysely';

/** Calls: when they ended, into which incident they were merged, and what a repeated request is answered with. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE incidents ADD COLUMN ended_at ${int}`,
        `ALTER TABLE incidents ADD COLUMN merged_into ${text} REFERENCES incidents(id)`,
        `ALTER TABLE idempotency_keys ADD COLUMN receipt ${text}`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
