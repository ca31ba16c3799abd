import { type Kysely, type Migration, sql } from 'kysely';

/** What an agency's directory calls its people, and whom it removed. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE provisioned_people (
          user_id ${text} PRIMARY KEY REFERENCES users (id), agency_id ${text} NOT NULL REFERENCES agencies (id),
          external_id ${text}, provisioned_at ${int} NOT NULL, removed_at ${int})`,
        'CREATE INDEX provisioned_people_by_external_id ON provisioned_people (agency_id, external_id)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
