import { type Kysely, type Migration, sql } from 'kysely';

/** Which life of the installation this is: '' until it is restored from a backup, then a name of its own each time. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `ALTER TABLE installation ADD COLUMN epoch ${text} NOT NULL DEFAULT ''`,
        `ALTER TABLE installation ADD COLUMN restored_at ${int}`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
