import type { Kysely, Migration } from 'kysely';

/** In which language a person reads the portal; null where they leave it to the browser. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema.alterTable('users').addColumn('language', 'text').execute();
    },
  };
}
