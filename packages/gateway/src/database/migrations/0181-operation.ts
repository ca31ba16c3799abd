import { type Kysely, type Migration, sql } from 'kysely';

/** What an operator reads of the installation: which servers run, which backups were made, how the database grows. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const instant = isSqlite ? 'integer' : 'bigint';
  const statements = [
    `CREATE TABLE servers (id ${text} PRIMARY KEY, host text NOT NULL, version text NOT NULL, started_at ${instant} NOT NULL,
      seen_at ${instant} NOT NULL, sockets integer NOT NULL, events_behind ${instant} NOT NULL, not_ready text NOT NULL)`,
    `CREATE TABLE backups (id ${text} PRIMARY KEY, made_at ${instant} NOT NULL, version text NOT NULL,
      size_bytes ${instant} NOT NULL, audit_faults integer NOT NULL, is_encrypted integer NOT NULL)`,
    'CREATE INDEX backups_by_time ON backups (made_at)',
    `CREATE TABLE storage_days (day ${text} PRIMARY KEY, size_bytes ${instant} NOT NULL)`,
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
