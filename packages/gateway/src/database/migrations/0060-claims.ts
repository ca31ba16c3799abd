import { type Kysely, type Migration, sql } from 'kysely';

/**
 * Who works on an incident (`claim`, from the seat `claim_seat`), that a person closed it, the seats that are at work, and what a
 * person dismissed from their own lists. The index is of what is open or claimed: `OPEN_OR_CLAIMED` of `incidents/queue/store.ts`
 * has the same words.
 */
export function migration(engine: 'sqlite' | 'postgres'): Migration {
  const [text, int] = engine === 'sqlite' ? ['text', 'integer'] : ['text COLLATE "C"', 'bigint'];
  const columns = [`claim ${text}`, `claim_seat ${text}`, `closed_at ${int}`, `closing ${text}`];
  return {
    async up(db: Kysely<unknown>) {
      const statements = [
        ...columns.map((column) => `ALTER TABLE incidents ADD COLUMN ${column}`),
        `CREATE TABLE seats (id ${text} PRIMARY KEY, agency_id ${text} NOT NULL,
          user_id ${text} NOT NULL, name ${text} NOT NULL, incident_id ${text}, seen_at ${int} NOT NULL)`,
        'CREATE INDEX seats_of_agency ON seats (agency_id, seen_at)',
        'CREATE INDEX incidents_claimed ON incidents (claim_seat) WHERE claim_seat IS NOT NULL',
        `CREATE INDEX incidents_open ON incidents (agency_id, listed_at, id) WHERE closed_at IS NULL
          AND (claim IS NOT NULL OR (ended_at IS NULL
            AND status IN ('ACTIVE', 'TRANSFERRED', 'WAITING', 'NEW', 'DISPATCH_REQUESTED', 'ACCEPTED', 'TIMEOUT')
            AND (disposition IS NULL OR disposition NOT IN ('CLEARED_NO_REPORT', 'CLEARED_WITH_REPORT', 'CLOSED', 'CANCELED'))))`,
        `CREATE TABLE dismissals (user_id ${text} NOT NULL, incident_id ${text} NOT NULL REFERENCES incidents (id) ON DELETE CASCADE,
          agency_id ${text} NOT NULL, dismissed_at ${int} NOT NULL, PRIMARY KEY (user_id, incident_id))`,
        'CREATE INDEX dismissals_of_incident ON dismissals (incident_id)',
      ];
      for (const statement of statements) await sql.raw(statement).execute(db);
    },
  };
}
