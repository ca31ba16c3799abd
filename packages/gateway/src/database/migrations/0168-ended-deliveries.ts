import { type Kysely, type Migration, sql } from 'kysely';

/** What was delivered and what was given up are kept for different times, so each is found by its own part of an index. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (state, finished_at) WHERE state <> 'pending'`,
        'DROP INDEX webhook_deliveries_finished',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
