import type { Kysely, Migration } from 'kysely';

/** The person who merged a call into another incident, and what undoing it restores; null where its equipment did. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('incidents').addColumn('merged_by', 'text').execute();
    },
  };
}
