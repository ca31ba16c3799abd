import { type Kysely, type Migration, sql } from 'kysely';

/** Authorization requests that are pushed beforehand, and those of devices without a browser. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements({ int, text })) await sql.raw(statement).execute(db);
    },
  };
}

function statements({ int, text }: { int: string; text: string }): string[] {
  return [
    `ALTER TABLE clients ADD COLUMN requires_pushed_requests ${int} NOT NULL DEFAULT 0`,
    `CREATE TABLE pushed_requests (
      uri_hash ${text} PRIMARY KEY, client_id ${text} NOT NULL REFERENCES clients(id), redirect_uri ${text} NOT NULL,
      is_redirect_named ${int} NOT NULL, scopes ${text} NOT NULL, state ${text}, code_challenge ${text} NOT NULL,
      expires_at ${int} NOT NULL)`,
    'CREATE INDEX pushed_requests_by_expiry ON pushed_requests (expires_at)',
    `CREATE TABLE device_authorizations (
      device_code_hash ${text} PRIMARY KEY, user_code ${text} UNIQUE, client_id ${text} NOT NULL REFERENCES clients(id),
      scopes ${text} NOT NULL, created_at ${int} NOT NULL, expires_at ${int} NOT NULL, interval_seconds ${int} NOT NULL,
      polled_at ${int}, decided_at ${int}, grant_id ${text} REFERENCES grants(id), redeemed_at ${int})`,
    'CREATE INDEX device_authorizations_by_expiry ON device_authorizations (expires_at)',
  ];
}
