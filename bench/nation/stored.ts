import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { EventKind } from './event-counts.ts';

/** How an event of the log is counted, by its type and the kind of its incident. */
const KINDS: Readonly<Record<string, EventKind>> = {
  'incident.created call': 'call created',
  'location.updated call': 'call located',
  'note.added call': 'note added',
  'transcript.added call': 'words added',
  'response.updated call': 'response updated',
  'incident.ended call': 'call ended',
  'incident.created alert': 'alert created',
  'location.updated alert': 'alert located',
  'alert.status_changed alert': 'alert status',
  'alert.disposition_changed alert': 'alert disposition',
  'alert.message_added alert': 'alert message',
};

const EVENTS = `SELECT e.type || ' ' || i.kind AS kind, e.agency_id AS of, count(*) AS count
  FROM events e JOIN incidents i ON i.id = e.incident_id GROUP BY 1, 2`;
const GAPS = `SELECT '' AS kind, agency_id AS of, max(seq) - count(*) AS count
  FROM events GROUP BY agency_id HAVING max(seq) <> count(*)`;
const RECORDS = `SELECT action AS kind, actor_kind AS of, count(*) AS count
  FROM audit_records WHERE outcome = 'success' GROUP BY 1, 2`;

interface Counted {
  readonly kind: string;
  readonly of: string;
  readonly count: number;
}

/** What is stored: events by kind and agency, and audit records by action and kind of actor. */
export class Stored {
  readonly #events: ReadonlyMap<string, number>;
  readonly #records: ReadonlyMap<string, number>;
  /** Numbers that agencies' logs left out. */
  readonly gaps: number;

  private constructor(events: Counted[], records: Counted[], gaps: Counted[]) {
    this.#events = new Map(events.map(({ kind, of, count }) => [`${KINDS[kind] ?? kind} ${of}`, count]));
    this.#records = new Map(records.map(({ kind, of, count }) => [`${kind} ${of}`, count]));
    this.gaps = gaps.reduce((sum, { count }) => sum + count, 0);
  }

  /** Reads the database at `place`: a folder, and the URL of its PostgreSQL. */
  static async read([folder = '', databaseUrl]: readonly string[]): Promise<Stored> {
    const [events, records, gaps] =
      databaseUrl === undefined ? readFile(join(folder, 'sallyport.db')) : await readPostgres(databaseUrl);
    return new Stored(events, records, gaps);
  }

  events(agencyId: string, kind: EventKind): number {
    return this.#events.get(`${kind} ${agencyId}`) ?? 0;
  }

  records(action: string, actorKind: string): number {
    return this.#records.get(`${action} ${actorKind}`) ?? 0;
  }
}

type AllCounted = [events: Counted[], records: Counted[], gaps: Counted[]];

function readFile(file: string): AllCounted {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 30_000 });
  const read = (statement: string) => database.prepare(statement).all() as unknown as Counted[];
  const counted: AllCounted = [read(EVENTS), read(RECORDS), read(GAPS)];
  database.close();
  return counted;
}

async function readPostgres(connectionString: string): Promise<AllCounted> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const read = async (statement: string) => {
    const { rows } = await client.query<{ kind: string; of: string; count: string }>(statement);
    return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }));
  };
  const counted: AllCounted = [await read(EVENTS), await read(RECORDS), await read(GAPS)];
  await client.end();
  return counted;
}
