import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { RowsWriter } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { LISTED_COLUMNS, toListed } from '../incident/store.ts';
import type { ListedIncident } from '../incident/types.ts';
import type { SearchText, TextKind } from './search-text.ts';

const INSERT_ONE = 'INSERT INTO search_texts (agency_id, incident_id, kind, text, at) VALUES (?, ?, ?, ?, ?)';
const INSERT_ALL = `INSERT INTO search_texts (agency_id, incident_id, kind, text, at)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[])`;

/** Adds texts by which incidents are found. */
export const writeTexts: RowsWriter<SearchText> = ({ engine }, texts) =>
  engine === 'sqlite'
    ? texts.map(({ agencyId, incidentId, kind, text, at }) =>
        CompiledQuery.raw(INSERT_ONE, [agencyId, incidentId, kind, text, at]),
      )
    : [
        CompiledQuery.raw(INSERT_ALL, [
          texts.map(({ agencyId }) => agencyId),
          texts.map(({ incidentId }) => incidentId),
          texts.map(({ kind }) => kind),
          texts.map(({ text }) => text),
          texts.map(({ at }) => at),
        ]),
      ];

/** A text that was found. */
export interface FoundText {
  readonly incidentId: string;
  readonly kind: TextKind;
  readonly text: string;
}

/** Every term of `all` is in the text, or one of `any`. Each is three letters long at least. */
export interface Wanted {
  readonly all?: readonly string[];
  readonly any?: readonly string[];
}

/** FTS5's own string: whatever is in it is text. */
const quoted = (term: string) => `"${term.replaceAll('"', '""')}"`;
/** LIKE's own signs are text. */
const within = (term: string) => `%${term.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** So many of an agency's newest texts are looked at one by one first. */
const LOOKED_AT = 10_000;
/** What stands in fewer of those is so rare that all of it is fetched by the index, on PostgreSQL. */
const RARE_BELOW = 50;

interface TextSearch {
  readonly agencyId: string;
  readonly wanted: Wanted;
  readonly limit: number;
}

/**
 * The agency's newest texts in which what is wanted stands. What stands in many is found among the newest ten thousand, and so is
 * everything of an agency that has no more. What is rarer, the index of trigrams finds among all.
 */
export async function findTexts(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  search: TextSearch,
): Promise<FoundText[]> {
  const { agencyId, limit } = search;
  const lookedAt = await textAt(query, agencyId, 'desc', LOOKED_AT - 1);
  const newest = await findAmongNewest(query, engine, search, lookedAt);
  if (newest.length === limit || lookedAt === null) return newest.map(toFound);
  if (engine === 'sqlite') return (await findOnSqlite(query, search)).map(toFound);
  return (await findOnPostgres(query, search, { found: newest.length, lookedAt })).map(toFound);
}

const textsOf = (query: Kysely<Schema>, agencyId: string) =>
  query.selectFrom('search_texts').where('agency_id', '=', agencyId);

/** When the agency's text of that place in their order was stated; null where it has no more. */
async function textAt(
  query: Kysely<Schema>,
  agencyId: string,
  order: 'asc' | 'desc',
  place: number,
): Promise<number | null> {
  const texts = textsOf(query, agencyId).select('at').orderBy('at', order);
  return (await texts.offset(place).limit(1).executeTakeFirst())?.at ?? null;
}

/** By the index of the agency's texts by time, which ends with the last that is wanted; no index knows `instr` and `strpos`. */
function findAmongNewest(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  { agencyId, wanted: { all = [], any = [] }, limit }: TextSearch,
  since: number | null,
): Promise<TextRow[]> {
  const place = sql.raw(engine === 'sqlite' ? 'instr' : 'strpos');
  const stands = (term: string) => sql<boolean>`${place}(text, ${term}) > 0`;
  let newest = textsOf(query, agencyId)
    .select(['incident_id', 'kind', 'text'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  for (const term of all) newest = newest.where(stands(term));
  if (any.length > 0) newest = newest.where((eb) => eb.or(any.map(stands)));
  if (since !== null) newest = newest.where('at', '>=', since);
  return newest.execute();
}

/** FTS5 gives its rows the newest first by itself and ends with the last that is wanted, where a list of all would be made whole. */
async function findOnSqlite(
  query: Kysely<Schema>,
  { agencyId, wanted: { all = [], any = [] }, limit }: TextSearch,
): Promise<TextRow[]> {
  const match = [...all.map(quoted), ...(any.length > 0 ? [`(${any.map(quoted).join(' OR ')})`] : [])].join(' AND ');
  const { rows } = await sql<TextRow>`SELECT t.incident_id, t.kind, t.text
    FROM search_index AS f CROSS JOIN search_texts AS t ON t.id = f.rowid
    WHERE f.search_index MATCH ${match} AND t.agency_id = ${agencyId} ORDER BY f.rowid DESC LIMIT ${limit}`.execute(
    query,
  );
  return rows;
}

/**
 * GIN gives all its rows in no order, and each is fetched. What is not rare is therefore looked for first one by one in as long a time
 * as has half as much again as the wanted number, by what was found in the newest.
 */
async function findOnPostgres(
  query: Kysely<Schema>,
  search: TextSearch,
  { found, lookedAt }: { found: number; lookedAt: number },
): Promise<TextRow[]> {
  if (found >= RARE_BELOW) {
    const { agencyId, limit } = search;
    const newestAt = (await textAt(query, agencyId, 'desc', 0)) ?? lookedAt;
    const since = newestAt - (newestAt - lookedAt) * Math.ceil((1.5 * limit) / found);
    const longer = await findAmongNewest(query, 'postgres', search, since);
    const firstAt = (await textAt(query, agencyId, 'asc', 0)) ?? since;
    if (longer.length === limit || since <= firstAt) return longer;
  }
  return findByTrigrams(query, search);
}

/** Ordered by a sum, because by the bare column the planner would read backwards through everything rather than by the trigrams. */
function findByTrigrams(
  query: Kysely<Schema>,
  { agencyId, wanted: { all = [], any = [] }, limit }: TextSearch,
): Promise<TextRow[]> {
  let found = textsOf(query, agencyId)
    .select(['incident_id', 'kind', 'text'])
    .orderBy(sql`at + 0`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  for (const term of all) found = found.where('text', 'like', within(term));
  if (any.length > 0) found = found.where((eb) => eb.or(any.map((term) => eb('text', 'like', within(term)))));
  return found.execute();
}

interface TextRow {
  readonly incident_id: string;
  readonly kind: string;
  readonly text: string;
}

function toFound(row: TextRow): FoundText {
  return { incidentId: row.incident_id, kind: row.kind as TextKind, text: row.text };
}

/** The agency's incidents of these ids, as lists show them. By their ids alone: SQLite would read an agency's whole index otherwise. */
export async function listedOf(
  query: Kysely<Schema>,
  agencyId: string,
  ids: readonly string[],
): Promise<Map<string, ListedIncident>> {
  if (ids.length === 0) return new Map();
  const rows = await query.selectFrom('incidents').select(LISTED_COLUMNS).where('id', 'in', ids).execute();
  const own = rows.filter((row) => row.agency_id === agencyId);
  return new Map(own.map((row) => [row.id, toListed(row)]));
}

/** The agency's incidents whose ids begin so, as lists show them, the newest first. */
export async function listedByIdStart(
  query: Kysely<Schema>,
  agencyId: string,
  start: string,
  limit: number,
): Promise<ListedIncident[]> {
  const rows = await query
    .selectFrom('incidents')
    .select(LISTED_COLUMNS)
    .where('id', '>=', start)
    // After every id that begins so: an id has no letter beyond f.
    .where('id', '<', `${start}g`)
    // By the key of the incidents, which are few, and not by the agency's own, which are many.
    .where(sql<string>`agency_id || ''`, '=', agencyId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
  return rows.map(toListed);
}

/** Removes up to `limit` of the agency's texts from before then of what was said or written, as the log's start leaves. */
export async function deleteOldTexts(
  query: Kysely<Schema>,
  agencyId: string,
  before: number,
  limit: number,
): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('search_texts')
    .where('id', 'in', (eb) =>
      eb
        .selectFrom('search_texts as old')
        .select('old.id')
        .where('old.agency_id', '=', agencyId)
        .where('old.at', '<', before)
        .where('old.kind', '!=', sql.lit('facts'))
        .orderBy('old.at')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
