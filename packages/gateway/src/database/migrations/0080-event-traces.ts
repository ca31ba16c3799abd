import { type Kysely, type Migration, sql } from 'kysely';

/** Where in a trace an event happened, so that its webhooks go on with the trace of the request that made it. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE events ADD COLUMN traceparent text').execute(db);
    },
  };
}
