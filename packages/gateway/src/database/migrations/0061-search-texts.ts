import { type Kysely, type Migration, sql } from 'kysely';

/** Triggers keep the index of the texts in step, in the same transaction; a removed text's words leave the index's pages, too. */
const ON_SQLITE = [
  `CREATE TABLE search_texts (id integer PRIMARY KEY, agency_id text NOT NULL,
    incident_id text NOT NULL REFERENCES incidents (id) ON DELETE CASCADE, kind text NOT NULL, text text NOT NULL, at integer NOT NULL)`,
  `CREATE VIRTUAL TABLE search_index USING fts5 (text, content='search_texts', content_rowid='id', tokenize='trigram')`,
  `INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1)`,
  `CREATE TRIGGER search_text_added AFTER INSERT ON search_texts BEGIN
    INSERT INTO search_index (rowid, text) VALUES (new.id, new.text);
  END`,
  `CREATE TRIGGER search_text_removed AFTER DELETE ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', old.id, old.text);
  END`,
  `CREATE TRIGGER search_text_changed AFTER UPDATE OF text ON search_texts BEGIN
    INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO search_index (rowid, text) VALUES (new.id, new.text);
  END`,
];

const ON_POSTGRES = [
  'CREATE EXTENSION IF NOT EXISTS pg_trgm',
  `CREATE TABLE search_texts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, agency_id text COLLATE "C" NOT NULL,
    incident_id text COLLATE "C" NOT NULL REFERENCES incidents (id) ON DELETE CASCADE, kind text COLLATE "C" NOT NULL,
    text text NOT NULL, at bigint NOT NULL)`,
  'CREATE INDEX search_index ON search_texts USING gin (text gin_trgm_ops)',
];

/** What was stored before is found by who called and from where, and by its notes. Letters of Latin scripts alone are made small. */
const backfill = (part: (path: string) => string) => [
  `INSERT INTO search_texts (agency_id, incident_id, kind, text, at)
    SELECT agency_id, id, 'facts', lower(coalesce(caller_name, '') || ' | ' || coalesce(replace(caller_phone_number, '+', ''), caller_phone_given, '')
      || ' | ' || ${['street1', 'street2', 'city'].map((name) => `coalesce(${part(`civic,${name}`)}, '')`).join(` || ' ' || `)}
      || ' | ' || coalesce(source_id, '') || ' | ' || coalesce(description, '')), created_at
    FROM incidents`,
];

/**
 * The texts by which incidents are found, indexed by their trigrams: any three letters or digits in a row. They leave with their
 * incident.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const part = (path: string) => {
    const names = path.split(',');
    return isSqlite ? `json_extract(location, '$.${names.join('.')}')` : `location::jsonb #>> '{${names.join(',')}}'`;
  };
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        ...(isSqlite ? ON_SQLITE : ON_POSTGRES),
        'CREATE INDEX search_texts_of_incident ON search_texts (incident_id)',
        'CREATE INDEX search_texts_of_agency ON search_texts (agency_id, at)',
        ...backfill(part),
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
