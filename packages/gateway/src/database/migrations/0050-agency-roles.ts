import { type Kysely, type Migration, sql } from 'kysely';

/** Roles of an agency's own. A person has one by its id in `users.role`; a server of the version before gives such a person no right. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE agency_roles (
          id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies (id), title ${text} NOT NULL,
          title_key ${text} NOT NULL, rights ${text} NOT NULL, created_at ${int} NOT NULL,
          UNIQUE (agency_id, title_key))`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
