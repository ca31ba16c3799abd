import { type Kysely, type Migration, sql } from 'kysely';

/** Where each agency answers alerts, with the box around it, by which a position is looked up. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const degrees = engine === 'sqlite' ? 'real' : 'double precision';
  return {
    async up(db: Kysely<unknown>) {
      await sql
        .raw(
          `CREATE TABLE agency_boundaries (
            agency_id ${text} PRIMARY KEY REFERENCES agencies(id), geometry ${text} NOT NULL,
            position_count ${int} NOT NULL, west ${degrees} NOT NULL, south ${degrees} NOT NULL,
            east ${degrees} NOT NULL, north ${degrees} NOT NULL, changed_at ${int} NOT NULL)`,
        )
        .execute(db);
    },
  };
}
