import { type Kysely, type Migration, sql } from 'kysely';

/** Developers, the applications they register with their documents and steps, and the agencies they ask for. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const bytes = engine === 'sqlite' ? 'blob' : 'bytea';
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements({ int, text, bytes })) await sql.raw(statement).execute(db);
    },
  };
}

function statements({ int, text, bytes }: { int: string; text: string; bytes: string }): string[] {
  return [
    `CREATE TABLE developers (
      id ${text} PRIMARY KEY, email ${text} NOT NULL UNIQUE, name ${text} NOT NULL, password_hash ${text} NOT NULL,
      created_at ${int} NOT NULL)`,
    `CREATE TABLE developer_sign_ups (
      token_hash ${text} PRIMARY KEY, email ${text} NOT NULL, name ${text} NOT NULL, password_hash ${text} NOT NULL,
      expires_at ${int} NOT NULL)`,
    'CREATE INDEX developer_sign_ups_by_expiry ON developer_sign_ups (expires_at)',
    `CREATE TABLE developer_sessions (
      token_hash ${text} PRIMARY KEY, developer_id ${text} NOT NULL REFERENCES developers(id), created_at ${int} NOT NULL,
      expires_at ${int} NOT NULL, source ${text} NOT NULL)`,
    'CREATE INDEX developer_sessions_by_expiry ON developer_sessions (expires_at)',
    `CREATE TABLE developer_failures (
      developer_id ${text} NOT NULL REFERENCES developers(id), source ${text} NOT NULL, failed_count ${int} NOT NULL,
      window_started_at ${int} NOT NULL, PRIMARY KEY (developer_id, source))`,
    `CREATE TABLE registrations (
      application_id ${text} PRIMARY KEY REFERENCES applications(id), developer_id ${text} NOT NULL REFERENCES developers(id),
      state ${text} NOT NULL, contact_name ${text} NOT NULL, contact_email ${text} NOT NULL, contact_phone ${text} NOT NULL,
      contact_phone_given ${text} NOT NULL, company ${text} NOT NULL, redirect_uris ${text} NOT NULL,
      client_id ${text} REFERENCES clients(id), created_at ${int} NOT NULL, updated_at ${int} NOT NULL,
      CHECK (state IN ('draft', 'submitted', 'more_asked', 'approved', 'declined')))`,
    'CREATE INDEX registrations_of_developer ON registrations (developer_id)',
    'CREATE INDEX registrations_by_state ON registrations (state, updated_at)',
    `CREATE TABLE registration_documents (
      application_id ${text} NOT NULL REFERENCES applications(id), kind ${text} NOT NULL, media_type ${text} NOT NULL,
      size_bytes ${int} NOT NULL, content ${bytes} NOT NULL, uploaded_at ${int} NOT NULL,
      PRIMARY KEY (application_id, kind))`,
    `CREATE TABLE registration_steps (
      id ${text} PRIMARY KEY, application_id ${text} NOT NULL REFERENCES applications(id), at ${int} NOT NULL,
      step ${text} NOT NULL, taken_by ${text} NOT NULL, text ${text})`,
    'CREATE INDEX registration_steps_of_application ON registration_steps (application_id, at)',
    `CREATE TABLE agency_requests (
      id ${text} PRIMARY KEY, application_id ${text} NOT NULL REFERENCES applications(id),
      agency_id ${text} NOT NULL REFERENCES agencies(id), purpose ${text} NOT NULL, state ${text} NOT NULL,
      asked_at ${int} NOT NULL, answered_at ${int}, answer ${text}, CHECK (state IN ('asked', 'granted', 'declined')))`,
    "CREATE UNIQUE INDEX one_open_agency_request ON agency_requests (application_id, agency_id) WHERE state = 'asked'",
    'CREATE INDEX agency_requests_of_agency ON agency_requests (agency_id, asked_at)',
    'CREATE INDEX clients_of_application ON clients (application_id)',
    // A developer reads the refusals of their own clients. Only refusals pay for the index.
    "CREATE INDEX audit_refusals_by_actor ON audit_records (actor_id, at) WHERE outcome = 'refused'",
  ];
}
