import { type Kysely, type Migration, sql } from 'kysely';

/** Uploaded media, in pieces. A file has its incident once it is whole; until then nobody sees it. */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const int = engine === 'sqlite' ? 'integer' : 'bigint';
  const text = engine === 'sqlite' ? 'text' : 'text COLLATE "C"';
  const bytes = engine === 'sqlite' ? 'blob' : 'bytea';
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        `CREATE TABLE media_files (
          id ${text} PRIMARY KEY, agency_id ${text} NOT NULL REFERENCES agencies(id),
          incident_id ${text} REFERENCES incidents(id), content_type ${text} NOT NULL, size_bytes ${int} NOT NULL,
          sha256 ${text} NOT NULL, started_at ${int} NOT NULL)`,
        'CREATE INDEX media_files_of_incident ON media_files (incident_id)',
        'CREATE INDEX unfinished_media_files ON media_files (started_at) WHERE incident_id IS NULL',
        `CREATE TABLE media_pieces (
          media_id ${text} NOT NULL REFERENCES media_files(id), number ${int} NOT NULL, content ${bytes} NOT NULL,
          PRIMARY KEY (media_id, number))`,
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
