import { type Kysely, type Migration, sql } from 'kysely';

const OPEN_OR_CLAIMED = `closed_at IS NULL
          AND (claim IS NOT NULL OR (ended_at IS NULL
            AND status IN ('ACTIVE', 'TRANSFERRED', 'WAITING', 'NEW', 'DISPATCH_REQUESTED', 'ACCEPTED', 'TIMEOUT')
            AND (disposition IS NULL OR disposition NOT IN ('CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED', 'CANCELED'))))`;

const INDEXES: Readonly<Record<string, string>> = {
  incidents_newest: 'incidents (agency_id, created_at)',
  incidents_listed: 'incidents (agency_id, listed_at)',
  incidents_open: `incidents (agency_id, listed_at) WHERE ${OPEN_OR_CLAIMED}`,
  audit_records_of_agency: 'audit_records (agency_id, at, chain, number) WHERE agency_id IS NOT NULL',
};

/**
 * On SQLite an incident's id stands in three indexes less, where it only ordered those of one millisecond, and a record of no agency
 * in none of agencies. The statements of the version before find the same by them.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  return {
    async up(db: Kysely<unknown>) {
      if (engine === 'postgres') return;
      for (const [name, definition] of Object.entries(INDEXES)) {
        await sql.raw(`DROP INDEX ${name}`).execute(db);
        await sql.raw(`CREATE INDEX ${name} ON ${definition}`).execute(db);
      }
    },
  };
}
