import { type Kysely, type Migration, sql } from 'kysely';

/** The records that say where the audit begins are found without reading the others. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const index = `CREATE INDEX audit_boundaries ON audit_records (chain, number) WHERE action = 'audit.boundary_set'`;
      await sql.raw(index).execute(db);
    },
  };
}
