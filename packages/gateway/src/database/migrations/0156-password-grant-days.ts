import { type Kysely, type Migration, sql } from 'kysely';

/** How often a client signed a person in by their password, by day. A server of the version before counts nothing. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  return {
    async up(db: Kysely<unknown>) {
      await sql
        .raw(
          `CREATE TABLE password_grant_days (
            client_id ${text} NOT NULL REFERENCES clients (id), user_id ${text} NOT NULL REFERENCES users (id), day ${int} NOT NULL,
            use_count ${int} NOT NULL, PRIMARY KEY (client_id, user_id, day))`,
        )
        .execute(db);
    },
  };
}
