import { type Kysely, type Migration, sql } from 'kysely';

/** What others have noted of the trace in which an event happened, so that its webhooks pass it on. */
export function migration(): Migration {
  return {
    async up(db: Kysely<unknown>) {
      await sql.raw('ALTER TABLE events ADD COLUMN tracestate text').execute(db);
    },
  };
}
