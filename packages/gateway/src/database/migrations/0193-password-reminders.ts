import type { Kysely, Migration } from 'kysely';

/** When a person was mailed last that their password expires. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await db.schema
        .alterTable('users')
        .addColumn('password_reminded_at', engine === 'sqlite' ? 'integer' : 'bigint')
        .execute();
    },
  };
}
