import { type Kysely, type Migration, sql } from 'kysely';

/** The processes that hold leases, each with a number it raises while it lives: a lease lasts as long as its process. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const int = isSqlite ? 'integer' : 'bigint';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE processes (
          id ${text} PRIMARY KEY, place ${text} NOT NULL, pid ${int} NOT NULL, beat ${int} NOT NULL)`,
        `ALTER TABLE clean_ups ADD COLUMN lease_owner ${text}`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
