import { type Kysely, type Migration, sql } from 'kysely';

/** Webhooks: subscriptions, each with its place in its agency's log, and what is or was delivered. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE webhook_subscriptions (
          id ${int} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies(id),
          client_id ${text} REFERENCES clients(id), name ${text} NOT NULL, url ${text} NOT NULL,
          dialect ${text} NOT NULL, event_types ${text} NOT NULL, authentication ${text} NOT NULL,
          secret ${text} NOT NULL, previous_secret ${text}, previous_secret_expires_at ${int},
          state ${text} NOT NULL, disabled_reason ${text}, cursor_seq ${int} NOT NULL,
          failure_count ${int} NOT NULL, failing_since ${int}, resting_until ${int}, last_success_at ${int},
          lease_owner ${text}, lease_expires_at ${int}, created_at ${int} NOT NULL, updated_at ${int} NOT NULL,
          CHECK (state IN ('active', 'paused', 'disabled')))`,
        'CREATE INDEX webhook_subscriptions_of_agency ON webhook_subscriptions (agency_id, created_at)',
        `CREATE TABLE webhook_deliveries (
          id ${text} PRIMARY KEY, subscription_id ${int} NOT NULL, seq ${int}, incident_id ${text},
          event_type ${text} NOT NULL, state ${text} NOT NULL, attempts ${int} NOT NULL, first_attempt_at ${int},
          next_attempt_at ${int}, last_attempt_at ${int}, status ${int}, answer ${text}, fault ${text},
          duration_ms ${int}, finished_at ${int}, created_at ${int} NOT NULL,
          CHECK (state IN ('pending', 'delivered', 'failed')))`,
        `CREATE INDEX webhook_deliveries_due ON webhook_deliveries (subscription_id, next_attempt_at)
          WHERE state = 'pending'`,
        `CREATE INDEX webhook_deliveries_of_incident ON webhook_deliveries (subscription_id, incident_id, seq)
          WHERE state = 'pending'`,
        'CREATE INDEX webhook_deliveries_of_subscription ON webhook_deliveries (subscription_id, created_at, id)',
        `CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (finished_at) WHERE state <> 'pending'`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
