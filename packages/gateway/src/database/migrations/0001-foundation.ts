import { type Kysely, type Migration, sql } from 'kysely';

/** The first schema: tenants, access, audit, incidents and the event log. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  // SQLite keeps 64-bit integers in INTEGER; PostgreSQL needs bigint for milliseconds.
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const collation = engine === 'sqlite' ? '' : ' COLLATE "C"';
  const text = `text${collation}`;
  // Append-only tables are read in key order, so on SQLite the key is the table.
  const byKey = engine === 'sqlite' ? ' WITHOUT ROWID' : '';
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements({ int, text, byKey })) await sql.raw(statement).execute(db);
    },
  };
}

function statements({ int, text, byKey }: { int: string; text: string; byKey: string }): string[] {
  return [
    `CREATE TABLE agencies (
      id ${text} PRIMARY KEY, name ${text} NOT NULL, created_at ${int} NOT NULL,
      last_event_seq ${int} NOT NULL DEFAULT 0)`,
    `CREATE TABLE users (
      id ${text} PRIMARY KEY, agency_id ${text} REFERENCES agencies(id), email ${text} NOT NULL UNIQUE,
      first_name ${text} NOT NULL, last_name ${text} NOT NULL, role ${text} NOT NULL, password_hash ${text},
      password_changed_at ${int}, disabled_at ${int}, last_signed_in_at ${int}, created_at ${int} NOT NULL,
      CHECK (role IN ('admin', 'agent', 'operator')), CHECK ((role = 'operator') = (agency_id IS NULL)))`,
    'CREATE INDEX users_of_agency ON users (agency_id, last_name)',
    `CREATE TABLE password_links (
      token_hash ${text} PRIMARY KEY, user_id ${text} NOT NULL REFERENCES users(id), created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL, spent_at ${int})`,
    'CREATE INDEX password_links_of_user ON password_links (user_id)',
    `CREATE TABLE sign_in_failures (
      user_id ${text} NOT NULL REFERENCES users(id), source ${text} NOT NULL, failed_count ${int} NOT NULL,
      window_started_at ${int} NOT NULL, locked_at ${int}, PRIMARY KEY (user_id, source))`,
    `CREATE TABLE user_sources (
      user_id ${text} NOT NULL REFERENCES users(id), source ${text} NOT NULL, last_signed_in_at ${int} NOT NULL,
      PRIMARY KEY (user_id, source))`,
    `CREATE TABLE applications (id ${text} PRIMARY KEY, name ${text} NOT NULL, created_at ${int} NOT NULL)`,
    `CREATE TABLE clients (
      id ${text} PRIMARY KEY, application_id ${text} NOT NULL REFERENCES applications(id),
      agency_id ${text} REFERENCES agencies(id), name ${text} NOT NULL, integration_kind ${text} NOT NULL,
      grant_types ${text} NOT NULL, scopes ${text} NOT NULL, access_token_ttl_seconds ${int} NOT NULL,
      settings ${text} NOT NULL, disabled_at ${int}, created_at ${int} NOT NULL)`,
    'CREATE INDEX clients_of_agency ON clients (agency_id)',
    `CREATE TABLE client_secrets (
      id ${text} PRIMARY KEY, client_id ${text} NOT NULL REFERENCES clients(id), secret_hash ${text} NOT NULL,
      created_at ${int} NOT NULL, expires_at ${int}, last_used_at ${int})`,
    'CREATE INDEX client_secrets_of_client ON client_secrets (client_id)',
    `CREATE TABLE callflows (
      client_id ${text} NOT NULL REFERENCES clients(id), name ${text} NOT NULL,
      agency_id ${text} NOT NULL REFERENCES agencies(id), settings ${text} NOT NULL, PRIMARY KEY (client_id, name))`,
    `CREATE TABLE signing_keys (
      kid ${text} PRIMARY KEY, algorithm ${text} NOT NULL, state ${text} NOT NULL, private_jwk ${text} NOT NULL,
      public_jwk ${text} NOT NULL, created_at ${int} NOT NULL, activated_at ${int}, retired_at ${int},
      CHECK (state IN ('next', 'current', 'previous')))`,
    "CREATE UNIQUE INDEX one_current_signing_key ON signing_keys (state) WHERE state = 'current'",
    "CREATE UNIQUE INDEX one_next_signing_key ON signing_keys (state) WHERE state = 'next'",
    `CREATE TABLE access_changes (
      id ${text} PRIMARY KEY, kind ${text} NOT NULL, subject ${text} NOT NULL, at ${int} NOT NULL,
      expires_at ${int} NOT NULL)`,
    'CREATE INDEX access_changes_by_time ON access_changes (at)',
    `CREATE TABLE portal_sessions (
      token_hash ${text} PRIMARY KEY, user_id ${text} NOT NULL REFERENCES users(id), created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL, source ${text} NOT NULL)`,
    'CREATE INDEX portal_sessions_of_user ON portal_sessions (user_id)',
    `CREATE TABLE deeplinks (
      id ${text} PRIMARY KEY, ticket_hash ${text} NOT NULL UNIQUE, user_id ${text} NOT NULL REFERENCES users(id),
      client_id ${text} NOT NULL REFERENCES clients(id), agency_id ${text} NOT NULL REFERENCES agencies(id),
      query_kind ${text} NOT NULL, query_given ${text} NOT NULL, query_value ${text} NOT NULL, view ${text} NOT NULL,
      created_at ${int} NOT NULL, expires_at ${int} NOT NULL, owner_hash ${text}, redeemed_at ${int}, ended_at ${int})`,
    'CREATE INDEX deeplinks_of_user ON deeplinks (user_id, expires_at)',
    `CREATE TABLE audit_records (
      chain ${text} NOT NULL, number ${int} NOT NULL, at ${int} NOT NULL, actor_kind ${text} NOT NULL,
      actor_id ${text} NOT NULL, agency_id ${text}, action ${text} NOT NULL, outcome ${text} NOT NULL,
      subject ${text}, source ${text}, request_id ${text}, detail ${text} NOT NULL, previous_hash ${text} NOT NULL,
      hash ${text} NOT NULL, PRIMARY KEY (chain, number))${byKey}`,
    'CREATE INDEX audit_records_by_time ON audit_records (at)',
    `CREATE TABLE incidents (
      id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies(id), kind ${text} NOT NULL,
      status ${text} NOT NULL, disposition ${text}, origin_client_id ${text} REFERENCES clients(id), source_id ${text},
      caller_name ${text}, caller_phone_number ${text}, caller_phone_given ${text}, emergency_type ${text},
      site_type ${text}, is_test ${int} NOT NULL, description ${text}, supplied_by ${text} NOT NULL, location ${text},
      state ${text} NOT NULL, incident_at ${int} NOT NULL, created_at ${int} NOT NULL, updated_at ${int} NOT NULL)`,
    `CREATE UNIQUE INDEX incidents_by_source_id ON incidents (origin_client_id, agency_id, source_id)
      WHERE source_id IS NOT NULL`,
    'CREATE INDEX incidents_by_phone ON incidents (agency_id, caller_phone_number, created_at)',
    'CREATE INDEX incidents_newest ON incidents (agency_id, created_at, id)',
    `CREATE TABLE idempotency_keys (
      client_id ${text} NOT NULL REFERENCES clients(id), key ${text} NOT NULL, request_hash ${text} NOT NULL,
      incident_id ${text} NOT NULL REFERENCES incidents(id), created_at ${int} NOT NULL, PRIMARY KEY (client_id, key))`,
    `CREATE TABLE events (
      agency_id ${text} NOT NULL REFERENCES agencies(id), seq ${int} NOT NULL, incident_id ${text} NOT NULL,
      type ${text} NOT NULL, at ${int} NOT NULL, body ${text} NOT NULL, PRIMARY KEY (agency_id, seq))${byKey}`,
    'CREATE INDEX events_of_incident ON events (incident_id, seq)',
  ];
}
