import { DatabaseSync } from 'node:sqlite';

// Fills an agency of a running sandbox with as many incidents as it is given, each with one event, by copying the newest
// incident and event that came through the API: every column is as a real write left it, whatever the schema is by then.
// It writes 50,000 at a time, so that the server waits for no more than one of these.

const AT_ONCE = 50_000;
/** Copies are this far apart, before the one they copy. */
const APART_MS = 500;

const [databaseFile, agencyId, wanted] = process.argv.slice(2);
if (!databaseFile || !agencyId) throw new Error('usage: seed-incidents.ts DATABASE_FILE AGENCY COUNT');
const database = new DatabaseSync(databaseFile, { timeout: 30_000 });
// What is copied is no promise to anybody.
database.exec('PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000');

/** The table's columns, each as itself or as the expression given for it. */
function columns(table: string, changed: Record<string, string>): { names: string; values: string } {
  const names = database
    .prepare('SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map(({ name }) => String(name))
    // A trigger numbers the rows it is not given for.
    .filter((name) => name !== 'number');
  return { names: names.join(', '), values: names.map((name) => changed[name] ?? `model.${name}`).join(', ') };
}

const ID = "printf('%08x-0000-4000-8000-%012x', numbers.n * 2654435761 % 4294967296, numbers.n)";
const EARLIER = (column: string) => `model.${column} - (numbers.n * ${APART_MS})`;
const NUMBERS = 'WITH RECURSIVE numbers(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)';

const incidents = columns('incidents', {
  id: ID,
  source_id: 'NULL',
  created_at: EARLIER('created_at'),
  updated_at: EARLIER('updated_at'),
  incident_at: EARLIER('incident_at'),
  listed_at: EARLIER('listed_at'),
});
const copyIncident = database.prepare(
  `INSERT INTO incidents (${incidents.names}) ${NUMBERS} SELECT ${incidents.values} FROM numbers,
    (SELECT * FROM incidents WHERE agency_id = ? ORDER BY created_at DESC LIMIT 1) AS model`,
);
const events = columns('events', {
  seq: '(SELECT last_event_seq FROM agencies WHERE id = model.agency_id) + numbers.n - ?',
  incident_id: ID,
});
const copyEvent = database.prepare(
  `INSERT INTO events (${events.names}) ${NUMBERS} SELECT ${events.values} FROM numbers,
    (SELECT * FROM events WHERE agency_id = ? AND type = 'incident.created' ORDER BY seq LIMIT 1) AS model`,
);
const moveHead = database.prepare('UPDATE agencies SET last_event_seq = last_event_seq + ? WHERE id = ?');

for (let from = 1; from <= Number(wanted); from += AT_ONCE) {
  const to = Math.min(Number(wanted), from + AT_ONCE - 1);
  database.exec('BEGIN IMMEDIATE');
  copyIncident.run(from, to, agencyId);
  copyEvent.run(from, to, from - 1, agencyId);
  moveHead.run(to - from + 1, agencyId);
  database.exec('COMMIT');
}
database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
database.close();
