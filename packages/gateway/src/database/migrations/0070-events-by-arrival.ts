import { type Kysely, type Migration, sql } from 'kysely';

/**
 * SQLite keeps events in the order in which they arrive, and finds them by an index of their agency and number. In a table that
 * is itself in that order, each event of more than a kilobyte had a page of four of its own, and a page was written anew for
 * each agency that had an event. PostgreSQL has kept them so from the start. What is written since has bodies in the third
 * version, so a server of the version before is refused.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      if (engine === 'postgres') return;
      const statements = [
        `CREATE TABLE events_by_arrival (
          agency_id text NOT NULL REFERENCES agencies(id), seq integer NOT NULL, incident_id text NOT NULL,
          type text NOT NULL, at integer NOT NULL, body text NOT NULL, body_version integer NOT NULL DEFAULT 1,
          PRIMARY KEY (agency_id, seq))`,
        `INSERT INTO events_by_arrival (agency_id, seq, incident_id, type, at, body, body_version)
          SELECT agency_id, seq, incident_id, type, at, body, body_version FROM events`,
        'DROP TABLE events',
        'ALTER TABLE events_by_arrival RENAME TO events',
        'CREATE INDEX events_of_incident ON events (incident_id, seq)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
