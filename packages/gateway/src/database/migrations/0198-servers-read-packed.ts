import { type Kysely, type Migration, sql } from 'kysely';

/** Which servers read packed rows: one of the version before states nothing of it, and does not. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE servers ADD COLUMN reads_packed integer NOT NULL DEFAULT 0').execute(db);
    },
  };
}
