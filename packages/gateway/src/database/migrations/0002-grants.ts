import { type Kysely, type Migration, sql } from 'kysely';

/** What an agency allows an application: authorization requests, grants, codes and refresh tokens. */
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
    `ALTER TABLE applications ADD COLUMN owner_name ${text}`,
    `ALTER TABLE clients ADD COLUMN redirect_uris ${text} NOT NULL DEFAULT '[]'`,
    `ALTER TABLE clients ADD COLUMN is_public ${int} NOT NULL DEFAULT 0`,
    `ALTER TABLE clients ADD COLUMN is_resource_server ${int} NOT NULL DEFAULT 0`,
    `ALTER TABLE clients ADD COLUMN rotates_refresh_tokens ${int} NOT NULL DEFAULT 0`,
    `ALTER TABLE clients ADD COLUMN grant_ttl_seconds ${int} NOT NULL DEFAULT 7776000`,
    `CREATE TABLE authorization_requests (
      id_hash ${text} PRIMARY KEY, client_id ${text} NOT NULL REFERENCES clients(id), redirect_uri ${text} NOT NULL,
      is_redirect_named ${int} NOT NULL, scopes ${text} NOT NULL, state ${text}, code_challenge ${text} NOT NULL,
      created_at ${int} NOT NULL, expires_at ${int} NOT NULL, decided_at ${int})`,
    'CREATE INDEX authorization_requests_by_expiry ON authorization_requests (expires_at)',
    `CREATE TABLE grants (
      id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies(id),
      client_id ${text} NOT NULL REFERENCES clients(id), user_id ${text} NOT NULL REFERENCES users(id),
      scopes ${text} NOT NULL, created_at ${int} NOT NULL, expires_at ${int} NOT NULL, activated_at ${int},
      last_used_at ${int}, revoked_at ${int})`,
    'CREATE INDEX grants_of_agency ON grants (agency_id, created_at)',
    `CREATE TABLE authorization_codes (
      code_hash ${text} PRIMARY KEY, grant_id ${text} NOT NULL UNIQUE REFERENCES grants(id),
      redirect_uri ${text} NOT NULL, is_redirect_named ${int} NOT NULL, code_challenge ${text} NOT NULL,
      expires_at ${int} NOT NULL, redeemed_at ${int})`,
    `CREATE TABLE refresh_tokens (
      token_hash ${text} PRIMARY KEY, grant_id ${text} NOT NULL REFERENCES grants(id), predecessor_hash ${text} UNIQUE,
      created_at ${int} NOT NULL, spent_at ${int}, sealed_answer ${text})`,
    'CREATE INDEX refresh_tokens_of_grant ON refresh_tokens (grant_id)',
  ];
}
