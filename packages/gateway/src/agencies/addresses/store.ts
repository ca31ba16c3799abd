import { type Kysely, sql } from 'kysely';
import type { Engine } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { cellOf, cellsAlong } from './grid.ts';
import { keyOf } from './street-words.ts';
import type { AddressKind, AddressPoint, AddressSet, NumberRange, Position, StreetSegment } from './types.ts';

type Query = Kysely<Schema>;

/** How a position is written where lines that meet must have the same one: to about a metre. */
const NODE_DECIMALS = 5;
/** After every text that begins with a key. */
const LAST_CHARACTER = '\u{10ffff}';
/** Below what SQLite takes in one statement (32,766). */
const CELLS_A_STATEMENT = 5_000;
/** An index of PostgreSQL takes 2,704 bytes, and a character has three at most for each of JavaScript's. */
const SEARCH_KEY_CHARACTERS = 600;

const nodeOf = ({ latitude, longitude }: Position | undefined = { latitude: 0, longitude: 0 }) =>
  `${latitude.toFixed(NODE_DECIMALS)},${longitude.toFixed(NODE_DECIMALS)}`;
const searchKeyOf = (text: string) => keyOf(text).slice(0, SEARCH_KEY_CHARACTERS);
const oneLine = (...parts: readonly (string | null)[]) => parts.filter(Boolean).join(', ');

/** The agency's current sets; at most one of each kind. */
export async function currentSets(query: Query, agencyId: string): Promise<AddressSet[]> {
  const rows = await query
    .selectFrom('address_sets')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .where('state', '=', 'current')
    .orderBy('kind')
    .execute();
  return rows.map(({ id, kind, ...row }) => ({
    id,
    kind: kind as AddressKind,
    fileName: row.file_name,
    recordCount: row.record_count,
    skippedCount: row.skipped_count,
    loadedAt: row.loaded_at,
  }));
}

/** The ids of the agency's current sets; what is missing is not loaded. */
export async function currentSetIds(query: Query, agencyId: string): Promise<Partial<Record<AddressKind, number>>> {
  const sets = await currentSets(query, agencyId);
  return Object.fromEntries(sets.map(({ kind, id }) => [kind, id]));
}

/** Begins a set whose rows nobody reads yet, and returns its id. */
export async function beginSet(
  query: Query,
  { agencyId, kind, fileName, at }: { agencyId: string; kind: AddressKind; fileName: string; at: number },
): Promise<number> {
  const counts = { record_count: 0, skipped_count: 0 };
  const { id } = await query
    .insertInto('address_sets')
    .values({ agency_id: agencyId, kind, state: 'loading', file_name: fileName, ...counts, loaded_at: at })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Adds points to a set. */
export async function insertPoints(query: Query, setId: number, points: readonly AddressPoint[]): Promise<void> {
  const rows = points.map(({ number, street, unit, place, latitude, longitude }) => ({
    set_id: setId,
    cell: cellOf({ latitude, longitude }),
    latitude,
    longitude,
    address: oneLine(`${number} ${street}`, unit === null ? null : `Unit ${unit}`, place),
    address_key: keyOf(`${number} ${street}`),
    search_key: searchKeyOf(`${number} ${street} ${place}`),
  }));
  await query.insertInto('address_points').values(rows).execute();
}

/** Adds parts of roads to a set, numbered from `firstNumber` on. */
export async function insertSegments(
  query: Query,
  { setId, firstNumber }: { setId: number; firstNumber: number },
  segments: readonly StreetSegment[],
): Promise<void> {
  const rows = segments.map(({ street, place, ranges, line }, index) => ({
    set_id: setId,
    number: firstNumber + index,
    street,
    place,
    street_key: keyOf(street),
    search_key: searchKeyOf(`${street} ${place}`),
    ranges: JSON.stringify(ranges),
    start_node: nodeOf(line[0]),
    end_node: nodeOf(line.at(-1)),
    line: JSON.stringify(line.map(({ longitude, latitude }) => [longitude, latitude])),
  }));
  await query.insertInto('street_segments').values(rows).execute();
  const cells = segments.flatMap(({ line }, index) =>
    cellsAlong(line).map((cell) => ({ set_id: setId, cell, number: firstNumber + index })),
  );
  for (let start = 0; start < cells.length; start += CELLS_A_STATEMENT) {
    await query
      .insertInto('street_cells')
      .values(cells.slice(start, start + CELLS_A_STATEMENT))
      .execute();
  }
}

/** From now on the set is read, in the place of the agency's one of the same kind. */
export async function makeCurrent(
  query: Query,
  {
    agencyId,
    kind,
    setId,
    ...counts
  }: { agencyId: string; kind: AddressKind; setId: number; records: number; skipped: number },
): Promise<void> {
  await replaceCurrent(query, agencyId, kind);
  await query
    .updateTable('address_sets')
    .set({ state: 'current', record_count: counts.records, skipped_count: counts.skipped })
    .where('id', '=', setId)
    .execute();
}

/** Has PostgreSQL count what was loaded now rather than at its next look, until which it would read the whole of it for one place. */
export async function countRows(query: Query, engine: Engine): Promise<void> {
  if (engine === 'postgres') await sql`ANALYZE address_points, street_segments, street_cells`.execute(query);
}

/** The agency has no current set of that kind any more. False where it had none. */
export async function replaceCurrent(query: Query, agencyId: string, kind: AddressKind): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('address_sets')
    .set({ state: 'replaced' })
    .where('agency_id', '=', agencyId)
    .where('kind', '=', kind)
    .where('state', '=', 'current')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Removes up to `limit` rows of one set that is replaced, or was left loading before then; 0 where nothing is left. */
export async function deleteUnread(query: Query, startedBefore: number, limit: number): Promise<number> {
  const set = await query
    .selectFrom('address_sets')
    .select('id')
    .where((eb) =>
      eb.or([eb('state', '=', 'replaced'), eb.and([eb('state', '=', 'loading'), eb('loaded_at', '<', startedBefore)])]),
    )
    .limit(1)
    .executeTakeFirst();
  if (set === undefined) return 0;
  const removed = await deleteRows(query, set.id, limit);
  if (removed > 0) return removed;
  await query.deleteFrom('address_sets').where('id', '=', set.id).execute();
  return 1;
}

async function deleteRows(query: Query, setId: number, limit: number): Promise<number> {
  const points = await query
    .deleteFrom('address_points')
    .where('id', 'in', (eb) => eb.selectFrom('address_points').select('id').where('set_id', '=', setId).limit(limit))
    .executeTakeFirst();
  if (points.numDeletedRows > 0n) return Number(points.numDeletedRows);
  const numbers = await query
    .selectFrom('street_segments')
    .select('number')
    .where('set_id', '=', setId)
    .orderBy('number')
    .limit(limit)
    .execute();
  if (numbers.length === 0) return 0;
  const last = numbers.at(-1)?.number ?? 0;
  await query
    .deleteFrom('street_cells')
    .where('set_id', '=', setId)
    .where(
      'number',
      'in',
      numbers.map(({ number }) => number),
    )
    .execute();
  await query.deleteFrom('street_segments').where('set_id', '=', setId).where('number', '<=', last).execute();
  return numbers.length;
}

/** A point as it is stored. */
export interface StoredPoint extends Position {
  readonly address: string;
  readonly addressKey: string;
}

const POINT = ['latitude', 'longitude', 'address', 'address_key as addressKey'] as const;

/** Of the points in these cells the nearest to the position. `narrowing` is the length of a degree of longitude in ones of latitude. */
export function nearestPoint(
  query: Query,
  setId: number,
  { latitude, longitude, narrowing }: Position & { narrowing: number },
  cells: readonly number[],
): Promise<StoredPoint | undefined> {
  return query
    .selectFrom('address_points')
    .select(POINT)
    .where('set_id', '=', setId)
    .where('cell', 'in', cells)
    .orderBy(({ eb, parens }) => {
      const north = parens('latitude', '-', latitude);
      const east = parens(parens('longitude', '-', longitude), '*', narrowing);
      return eb(eb(north, '*', north), '+', eb(east, '*', east));
    })
    .limit(1)
    .executeTakeFirst();
}

/** The first points, by key, whose key with the place begins so. */
export function pointsByKey(query: Query, setId: number, start: string, limit: number): Promise<StoredPoint[]> {
  return query
    .selectFrom('address_points')
    .select(POINT)
    .where('set_id', '=', setId)
    .where('search_key', '>=', start)
    .where('search_key', '<', start + LAST_CHARACTER)
    .orderBy('search_key')
    .limit(limit)
    .execute();
}

/** A part of a road as it is stored. */
export interface StoredSegment extends StreetSegment {
  readonly streetKey: string;
  readonly nodes: readonly [string, string];
}

const SEGMENT = ['street', 'place', 'street_key', 'ranges', 'start_node', 'end_node', 'line'] as const;

function toSegment(row: Pick<Schema['street_segments'], (typeof SEGMENT)[number]>): StoredSegment {
  const line = JSON.parse(row.line) as readonly (readonly [number, number])[];
  return {
    street: row.street,
    place: row.place,
    streetKey: row.street_key,
    ranges: JSON.parse(row.ranges) as NumberRange[],
    nodes: [row.start_node, row.end_node],
    line: line.map(([longitude, latitude]) => ({ longitude, latitude })),
  };
}

/** The parts of roads in these cells. */
export async function segmentsIn(query: Query, setId: number, cells: readonly number[]): Promise<StoredSegment[]> {
  const rows = await query
    .selectFrom('street_segments')
    .select(SEGMENT)
    .where('set_id', '=', setId)
    .where('number', 'in', (eb) =>
      eb.selectFrom('street_cells').select('number').where('set_id', '=', setId).where('cell', 'in', cells),
    )
    .execute();
  return rows.map(toSegment);
}

/** The parts of roads that begin or end at one of these nodes. */
export async function segmentsAt(query: Query, setId: number, nodes: readonly string[]): Promise<StoredSegment[]> {
  const ofSet = query.selectFrom('street_segments').select(SEGMENT).where('set_id', '=', setId);
  // One condition on both would be answered by reading the whole set.
  const rows = await ofSet
    .where('start_node', 'in', nodes)
    .unionAll(ofSet.where('end_node', 'in', nodes))
    .execute();
  return rows.map(toSegment);
}

/** The first parts of roads, by key, whose key with the place begins so. */
export async function segmentsByKey(
  query: Query,
  setId: number,
  start: string,
  limit: number,
): Promise<StoredSegment[]> {
  const rows = await query
    .selectFrom('street_segments')
    .select(SEGMENT)
    .where('set_id', '=', setId)
    .where('search_key', '>=', start)
    .where('search_key', '<', start + LAST_CHARACTER)
    .orderBy('search_key')
    .limit(limit)
    .execute();
  return rows.map(toSegment);
}
