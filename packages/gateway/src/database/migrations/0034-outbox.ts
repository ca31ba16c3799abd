import { type Kysely, type Migration, sql } from 'kysely';

/** What is to be sent once a transaction has committed. The body is sealed, and erased when it has been sent. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE outbox (
          id ${text} PRIMARY KEY, state ${text} NOT NULL, recipient ${text} NOT NULL, subject ${text} NOT NULL,
          sealed_text ${text}, sealed_under ${text} NOT NULL, attempts ${int} NOT NULL DEFAULT 0, next_attempt_at ${int} NOT NULL, fault ${text},
          lease_owner ${text}, created_at ${int} NOT NULL, finished_at ${int},
          CHECK (state IN ('waiting', 'sent', 'given_up')))`,
        "CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE state = 'waiting'",
        'CREATE INDEX outbox_finished ON outbox (finished_at) WHERE finished_at IS NOT NULL',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
