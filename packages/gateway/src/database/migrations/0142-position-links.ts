import type { Kysely, Migration } from 'kysely';

/** Where an agency's people open a position: the address of another program, with places for its coordinates. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('agencies').addColumn('position_link', 'text').execute();
    },
  };
}
