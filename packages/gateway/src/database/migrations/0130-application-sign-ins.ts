import { type Kysely, type Migration, sql } from 'kysely';

/**
 * What a request asks of a sign-in, and through which portal session a person signed in to an application. A server of the version
 * before asks and answers without ID tokens.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        'ALTER TABLE authorization_requests ADD COLUMN openid text',
        'ALTER TABLE pushed_requests ADD COLUMN openid text',
        `CREATE TABLE application_sign_ins (
          grant_id ${text} PRIMARY KEY REFERENCES grants (id), allowed_by ${text} REFERENCES grants (id),
          session_hash ${text} NOT NULL, authenticated_at ${int} NOT NULL, has_factor ${int} NOT NULL, nonce text)`,
        'CREATE INDEX application_sign_ins_of_session ON application_sign_ins (session_hash)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
