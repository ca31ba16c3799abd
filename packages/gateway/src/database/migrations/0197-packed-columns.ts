import { type Kysely, type Migration, sql } from 'kysely';

/** Where rows are packed, the bytes stand beside the columns that they are in place of. A server of the version before writes none. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const bytes = engine === 'sqlite' ? 'blob' : 'bytea';
  return {
    async up(db: Kysely<unknown>) {
      // In the order in which a unit of work of a running server locks them.
      for (const table of ['incidents', 'events', 'audit_records']) {
        await sql.raw(`ALTER TABLE ${table} ADD COLUMN packed ${bytes}`).execute(db);
      }
    },
  };
}
