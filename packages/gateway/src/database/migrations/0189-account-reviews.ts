import type { Kysely, Migration } from 'kysely';

/** When somebody confirmed last that an account is still needed, and who, by the name that colleagues read. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('users')
        .addColumn('reviewed_at', engine === 'sqlite' ? 'integer' : 'bigint')
        .execute();
      await db.schema.alterTable('users').addColumn('reviewed_by', 'text').execute();
    },
  };
}
