import { type Kysely, type Migration, sql } from 'kysely';

/** A central station's webhook subscription is a row an agency; they share the id that the station knows. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE webhook_subscriptions ADD COLUMN group_id ${int}`,
        `CREATE UNIQUE INDEX webhook_subscriptions_of_group ON webhook_subscriptions (group_id, agency_id)
          WHERE group_id IS NOT NULL`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
