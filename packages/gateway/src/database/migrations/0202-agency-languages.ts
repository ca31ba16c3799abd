import type { Kysely, Migration } from 'kysely';

/** In which language an agency's people are written to who have chosen none; null where it leaves that to the installation. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('agencies').addColumn('language', 'text').execute();
    },
  };
}
