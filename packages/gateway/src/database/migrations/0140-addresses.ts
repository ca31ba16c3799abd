import { type Kysely, type Migration, sql } from 'kysely';

/**
 * An agency's address points and road centre lines. What is loaded is of a set, whose rows are read once the set is `current`;
 * those of a `replaced` one, and of one that was left `loading`, are removed by the clean-up.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const isSqlite = engine === 'sqlite';
  const id = isSqlite ? 'id integer PRIMARY KEY' : 'id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY';
  const text = isSqlite ? 'text' : 'text COLLATE "C"';
  const integer = isSqlite ? 'integer' : 'bigint';
  const real = isSqlite ? 'real' : 'double precision';
  const statements = [
    `CREATE TABLE address_sets (${id}, agency_id ${text} NOT NULL REFERENCES agencies (id), kind ${text} NOT NULL,
      state ${text} NOT NULL, file_name ${text} NOT NULL, record_count ${integer} NOT NULL, skipped_count ${integer} NOT NULL,
      loaded_at ${integer} NOT NULL)`,
    `CREATE UNIQUE INDEX address_sets_current ON address_sets (agency_id, kind) WHERE state = 'current'`,
    `CREATE TABLE address_points (${id}, set_id ${integer} NOT NULL REFERENCES address_sets (id), cell ${integer} NOT NULL,
      latitude ${real} NOT NULL, longitude ${real} NOT NULL, address ${text} NOT NULL, address_key ${text} NOT NULL,
      search_key ${text} NOT NULL)`,
    'CREATE INDEX address_points_by_cell ON address_points (set_id, cell)',
    'CREATE INDEX address_points_by_key ON address_points (set_id, search_key)',
    `CREATE TABLE street_segments (set_id ${integer} NOT NULL REFERENCES address_sets (id), number ${integer} NOT NULL,
      street ${text} NOT NULL, place ${text} NOT NULL, street_key ${text} NOT NULL, search_key ${text} NOT NULL,
      ranges ${text} NOT NULL, start_node ${text} NOT NULL, end_node ${text} NOT NULL, line ${text} NOT NULL,
      PRIMARY KEY (set_id, number))`,
    'CREATE INDEX street_segments_by_key ON street_segments (set_id, search_key)',
    'CREATE INDEX street_segments_by_start ON street_segments (set_id, start_node)',
    'CREATE INDEX street_segments_by_end ON street_segments (set_id, end_node)',
    `CREATE TABLE street_cells (set_id ${integer} NOT NULL, cell ${integer} NOT NULL, number ${integer} NOT NULL,
      PRIMARY KEY (set_id, cell, number))`,
  ];
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
