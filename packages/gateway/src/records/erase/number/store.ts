import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Database } from '../../../database/database.ts';
import { pack } from '../../../database/packed/pack.ts';
import { unpack } from '../../../database/packed/unpack.ts';
import type { Schema } from '../../../database/schema.ts';
import { ERASED_TYPE } from '../../../incidents/events/read-stored.ts';
import { emptyEvents } from '../../../incidents/events/store.ts';
import { lockIncidents } from '../../../incidents/incident/store.ts';
import type { RecordScope } from '../../scope.ts';
import { jsonWithoutNumber, type SpelledNumber, valueWithoutNumber, withoutNumber } from './spelled-number.ts';

/** The number, at one agency or at all. */
export interface NumberScope extends RecordScope {
  readonly phoneNumber: string;
  /** What came later is of the next erasure. */
  readonly before: number;
}

type Query = Kysely<Schema>;
type Row = Readonly<Record<string, unknown>>;

const ofAgency = ({ agencyId }: RecordScope) =>
  agencyId === null ? sql<boolean>`1 = 1` : sql<boolean>`agency_id = ${agencyId}`;

const incidents = (scope: NumberScope) =>
  sql`(SELECT id FROM incidents WHERE caller_phone_number = ${scope.phoneNumber} AND ${ofAgency(scope)}
    AND created_at < ${scope.before})`;

/** What is removed whole, by the names of an export. */
const REMOVED: Readonly<Record<string, (scope: NumberScope) => RawBuilder<unknown>>> = {
  incidents: (scope) => sql`incidents WHERE id IN ${incidents(scope)}`,
  events: (scope) => sql`events WHERE incident_id IN ${incidents(scope)} AND type <> ${ERASED_TYPE}`,
  media_files: (scope) => sql`media_files WHERE incident_id IN ${incidents(scope)}`,
  webhook_deliveries: (scope) => sql`webhook_deliveries WHERE incident_id IN ${incidents(scope)}`,
  cad_incidents: (scope) => sql`cad_incidents WHERE (caller_phone_number = ${scope.phoneNumber} AND ${ofAgency(scope)})
    OR incident_id IN ${incidents(scope)}`,
  deeplinks: (scope) => sql`deeplinks WHERE query_value = ${scope.phoneNumber} AND ${ofAgency(scope)}`,
};

/** How many rows there are of each kind that is removed whole. */
export async function countRemoved(query: Query, scope: NumberScope): Promise<Record<string, number>> {
  const counted = Object.entries(REMOVED).map(async ([kind, from]) => {
    const { rows } = await sql<{ n: number | string }>`SELECT count(*) AS n FROM ${from(scope)}`.execute(query);
    return [kind, Number(rows[0]?.n)] as const;
  });
  return Object.fromEntries(await Promise.all(counted));
}

/** How many of the number's calls go on, and how many of its alerts nobody has answered. */
export async function countOpen(query: Query, scope: NumberScope): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`SELECT count(*) AS n FROM incidents WHERE id IN ${incidents(scope)}
    AND ((kind = 'call' AND status = 'ACTIVE') OR (kind = 'alert' AND status IN ('NEW', 'DISPATCH_REQUESTED')))`.execute(
    query,
  );
  return Number(rows[0]?.n);
}

/** Audit records about the number: they stay. */
export async function countAudited(query: Query, { phoneNumber }: NumberScope): Promise<number> {
  const { rows } = await sql<{ n: number | string }>`SELECT count(*) AS n FROM audit_records
    WHERE subject = ${phoneNumber}`.execute(query);
  return Number(rows[0]?.n);
}

async function changed(query: Query, statement: RawBuilder<unknown>): Promise<number> {
  return Number((await statement.execute(query)).numAffectedRows ?? 0);
}

/** Locks up to `limit` of the number's incidents, with media or without, until the transaction ends. */
export function lockSome(
  query: Query,
  scope: NumberScope,
  { limit, withMedia }: { limit: number; withMedia: boolean },
): Promise<string[]> {
  const media = sql`EXISTS (SELECT 1 FROM media_files WHERE incident_id = incidents.id)`;
  return lockIncidents(
    query,
    sql`SELECT id FROM incidents WHERE id IN ${incidents(scope)} AND ${withMedia ? media : sql`NOT ${media}`} LIMIT ${limit}`,
  );
}

/** Empties up to `limit` events of the number's incidents. */
export function emptySome(query: Query, scope: NumberScope, limit: number): Promise<number> {
  const some = sql`SELECT agency_id, seq FROM ${REMOVED['events']?.(scope)} LIMIT ${limit}`;
  return emptyEvents(query, sql<boolean>`(agency_id, seq) IN (${some})`);
}

/** Removes up to `limit` rows of a kind that is removed whole and has an id. */
export function deleteSome(
  query: Query,
  kind: 'webhook_deliveries' | 'cad_incidents' | 'deeplinks',
  scope: NumberScope,
  limit: number,
): Promise<number> {
  return changed(
    query,
    sql`DELETE FROM ${sql.table(kind)} WHERE id IN (SELECT id FROM ${REMOVED[kind]?.(scope)} LIMIT ${limit})`,
  );
}

/** Where what is kept of others may name the number: in a text, or in JSON. */
interface Mentions {
  readonly table: keyof Schema;
  readonly key: readonly string[];
  /** Columns that hold a number and nothing else. */
  readonly numbers: readonly string[];
  readonly texts: readonly string[];
  readonly json: readonly string[];
  /** The column of the instant that the row's bytes were packed with; absent where no row of the table is packed. */
  readonly packedAt?: string;
  readonly ofAgency: (scope: RecordScope) => RawBuilder<boolean>;
}

const among = (column: string, table: string) => (scope: RecordScope) =>
  scope.agencyId === null
    ? sql<boolean>`1 = 1`
    : sql<boolean>`${sql.ref(column)} IN (SELECT id FROM ${sql.table(table)} WHERE agency_id = ${scope.agencyId})`;

export const MENTIONS: readonly Mentions[] = [
  {
    table: 'incidents',
    key: ['id'],
    numbers: ['caller_phone_given'],
    texts: ['caller_name', 'description', 'source_id'],
    json: ['location', 'state', 'alert', 'closing'],
    packedAt: 'created_at',
    ofAgency,
  },
  {
    table: 'events',
    key: ['agency_id', 'seq'],
    numbers: [],
    texts: [],
    json: ['body'],
    packedAt: 'at',
    ofAgency,
  },
  { table: 'search_texts', key: ['id'], numbers: [], texts: ['text'], json: [], ofAgency },
  {
    table: 'incident_signals',
    key: ['id'],
    numbers: ['caller_phone'],
    texts: ['source_id'],
    json: ['answer'],
    ofAgency,
  },
  { table: 'cad_incidents', key: ['id'], numbers: [], texts: ['sip_call_id'], json: ['further'], ofAgency },
  { table: 'deeplinks', key: ['id'], numbers: [], texts: ['query_given'], json: [], ofAgency },
  {
    table: 'webhook_deliveries',
    key: ['id'],
    numbers: [],
    texts: ['answer', 'fault'],
    json: [],
    ofAgency: among('subscription_id', 'webhook_subscriptions'),
  },
  {
    table: 'idempotency_keys',
    key: ['client_id', 'key'],
    numbers: [],
    texts: [],
    json: ['receipt'],
    ofAgency: among('incident_id', 'incidents'),
  },
];

/** Up to `limit` rows after `last` that may name the number, in the order of their keys. */
export async function pageOfMentions(
  { read, engine }: Pick<Database, 'read' | 'engine'>,
  { table, key, numbers, texts, json, packedAt, ofAgency: ofScope }: Mentions,
  wanted: { scope: RecordScope; spelled: SpelledNumber; last: Row | undefined; limit: number },
): Promise<Row[]> {
  const { scope, spelled, last, limit } = wanted;
  const keys = sql.join(key.map((column) => sql.ref(column)));
  const columns = [...numbers, ...texts, ...json].map((column) => sql.ref(column));
  const bytes = packedAt === undefined ? [] : [sql.ref('packed'), sql.ref(packedAt)];
  const hex = engine === 'sqlite' ? sql`hex(packed)` : sql`encode(packed, 'hex')`;
  const names = sql.join(
    [
      ...columns.flatMap((column) => spelled.likes.map((like) => sql`${column} LIKE ${like}`)),
      ...(packedAt === undefined ? [] : spelled.hexLikes.map((like) => sql`${hex} LIKE ${like}`)),
    ],
    sql` OR `,
  );
  const after =
    last === undefined ? sql`` : sql`AND (${keys}) > (${sql.join(key.map((column) => sql`${last[column]}`))})`;
  const page = sql<Row>`SELECT ${sql.join([...key.map((column) => sql.ref(column)), ...columns, ...bytes])}
    FROM ${sql.table(table)} WHERE ${ofScope(scope)} AND (${names}) ${after} ORDER BY ${keys} LIMIT ${limit}`;
  return (await page.execute(read)).rows;
}

/** The columns of the row that name the number, as they are without it. */
export function withoutMentions(
  { table, key, numbers, texts, json, packedAt }: Mentions,
  row: Row,
  spelled: SpelledNumber,
): Record<string, string | Buffer | null> {
  const clean = (column: string, without: (text: string, of: SpelledNumber) => string | null) => {
    const text = row[column];
    if (typeof text !== 'string') return [];
    const cleaned = without(text, spelled);
    return cleaned === text ? [] : [[column, cleaned] as const];
  };
  return Object.fromEntries([
    ...numbers.flatMap((column) => clean(column, (text) => (withoutNumber(text, spelled) === text ? text : null))),
    ...texts.flatMap((column) => clean(column, withoutNumber)),
    ...json.flatMap((column) => clean(column, jsonWithoutNumber)),
    ...(packedAt === undefined ? [] : cleanBytes(table, key, row, Number(row[packedAt]), spelled)),
  ]);
}

/** The bytes without the number, packed anew. Refuses bytes that cannot be read: nobody could tell whether they name it. */
function cleanBytes(table: string, key: readonly string[], row: Row, at: number, spelled: SpelledNumber) {
  const { packed } = row;
  if (!(packed instanceof Uint8Array)) return [];
  try {
    const value = unpack(packed, at);
    const cleaned = valueWithoutNumber(value, spelled);
    if (cleaned === value) return [];
    const bytes = pack(cleaned, at);
    if (bytes === null) throw new Error('cannot be packed without the number');
    return [['packed', bytes] as const];
  } catch (cause) {
    const place = key.map((column) => row[column]).join(':');
    throw new Error(`the row ${place} of ${table} ${String((cause as Error).message)}`, { cause });
  }
}

/** Writes the row without the number, unless it has changed since it was read. */
export function saveWithout(
  query: Query,
  { table, key }: Mentions,
  row: Row,
  without: Record<string, string | Buffer | null>,
): Promise<number> {
  const set = sql.join(Object.entries(without).map(([column, text]) => sql`${sql.ref(column)} = ${text}`));
  const same = sql.join(
    [...key, ...Object.keys(without)].map((column) => sql`${sql.ref(column)} = ${row[column]}`),
    sql` AND `,
  );
  return changed(query, sql`UPDATE ${sql.table(table)} SET ${set} WHERE ${same}`);
}
