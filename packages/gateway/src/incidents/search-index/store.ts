import { CompiledQuery, type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine, RowsWriter } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { LISTED_COLUMNS, toListed } from '../incident/store.ts';
import type { ListedIncident } from '../incident/types.ts';
import type { SearchText, TextKind } from './search-text.ts';
import { chunksIn, type Sought, soughtIn, type Wanted } from './sought-chunks.ts';

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

/** FTS5's own string: whatever is in it is text. */
const quoted = (term: string) => `"${term.replaceAll('"', '""')}"`;
/** LIKE's own signs are text. */
const within = (term: string) => `%${term.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** So many of an agency's newest texts are looked at one by one first. */
const LOOKED_AT = 5_000;
/** What stands in fewer of those is so rare that all of it is fetched by the index, on PostgreSQL. */
const RARE_BELOW = 30;
/** An agency of no more has its own texts listed by their ids, on SQLite, so that those of others are not fetched. */
const LISTED_AT_MOST = 50_000;
/** By so many of the newest it is known what is rare. */
const SAMPLED = 1_000;
/** Most incidents have so few texts in which the same words stand that no more are looked for at first. */
const TEXTS_OF_EACH = 3;

interface TextSearch {
  readonly agencyId: string;
  readonly wanted: Wanted;
  readonly limit: number;
  /** Texts of so many incidents are enough, where there are fewer of them than `limit`. */
  readonly incidents?: number;
}

/** In which the terms stand, on either engine; `place` is its function that finds one in a text. */
const standsOn = (engine: Engine, column = 'text') => {
  const place = sql.raw(engine === 'sqlite' ? 'instr' : 'strpos');
  return (term: string) => sql<boolean>`${place}(${sql.ref(column)}, ${term}) > 0`;
};

/**
 * The agency's newest texts in which what is wanted stands. What stands in many is found among the newest five thousand, and so is
 * everything of an agency that has no more. What is rarer, the index of trigrams finds among all.
 */
export async function findTexts(query: Kysely<Schema>, engine: Engine, search: TextSearch): Promise<FoundText[]> {
  const { limit, incidents = limit } = search;
  const isEnough = (rows: readonly TextRow[]) => new Set(rows.map((row) => row.incident_id)).size >= incidents;
  const few = Math.min(limit, incidents * TEXTS_OF_EACH);
  const rows = await newestRows(query, engine, { ...search, limit: few }, isEnough);
  const isWhole = rows.length < few || few === limit || isEnough(rows);
  return (isWhole ? rows : await newestRows(query, engine, search, isEnough)).map(toFound);
}

async function newestRows(
  query: Kysely<Schema>,
  engine: Engine,
  search: TextSearch,
  isEnough: (rows: readonly TextRow[]) => boolean,
): Promise<TextRow[]> {
  const { agencyId, limit } = search;
  const lookedAt = await textAt(query, agencyId, 'desc', LOOKED_AT - 1);
  const newest = await findAmongNewest(query, engine, search, lookedAt);
  if (newest.length === limit || lookedAt === null || isEnough(newest)) return newest;
  if (engine === 'sqlite') return findOnSqlite(query, search);
  return findOnPostgres(query, search, { found: newest.length, lookedAt });
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
  engine: Engine,
  { agencyId, wanted: { all = [], any = [] }, limit }: TextSearch,
  since: number | null,
): Promise<TextRow[]> {
  const stands = standsOn(engine);
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

/** What the index is asked for, by which of the agency's newest texts have which chunks of what is wanted. */
async function soughtFor(query: Kysely<Schema>, engine: Engine, { agencyId, wanted }: TextSearch): Promise<Sought> {
  const chunks = chunksIn(wanted);
  if (chunks.length === 0) return soughtIn(wanted, []);
  const stands = standsOn(engine);
  const marks = chunks.map((chunk) => sql`CASE WHEN ${stands(chunk)} THEN '1' ELSE '0' END`);
  const newest = textsOf(query, agencyId).select('text').orderBy('at', 'desc').limit(SAMPLED);
  const { rows } = await sql<{
    marks: string;
    texts: number;
  }>`SELECT ${sql.join(marks, sql` || `)} AS marks, count(*) AS texts
    FROM ${newest} AS newest GROUP BY 1`.execute(query);
  const looked = rows.map((row) => ({
    has: new Set(chunks.filter((_, place) => row.marks[place] === '1')),
    texts: row.texts,
  }));
  return soughtIn(wanted, looked);
}

/** FTS5 gives its rows the newest first by itself and ends with the last that is wanted, where a list of all would be made whole. */
async function findOnSqlite(query: Kysely<Schema>, search: TextSearch): Promise<TextRow[]> {
  const { agencyId, wanted, limit } = search;
  const { all, any } = await soughtFor(query, 'sqlite', search);
  const groups = any.map((chunks) => `(${chunks.map(quoted).join(' AND ')})`);
  const match = [...all.map(quoted), ...(groups.length > 0 ? [`(${groups.join(' OR ')})`] : [])].join(' AND ');
  const stands = standsOn('sqlite', 't.text');
  const conditions = [...(wanted.all ?? []).map(stands), ...anyOf((wanted.any ?? []).map(stands))];
  const isSmall = (await textAt(query, agencyId, 'desc', LISTED_AT_MOST)) === null;
  const ownIds = sql`AND +f.rowid IN (SELECT own.id FROM search_texts AS own WHERE own.agency_id = ${agencyId})`;
  const { rows } = await sql<TextRow>`SELECT t.incident_id, t.kind, t.text
    FROM search_index AS f CROSS JOIN search_texts AS t ON t.id = f.rowid
    WHERE f.search_index MATCH ${match} ${isSmall ? ownIds : sql``}
      AND t.agency_id = ${agencyId} AND ${sql.join(conditions, sql` AND `)}
    ORDER BY f.rowid DESC LIMIT ${limit}`.execute(query);
  return rows;
}

const anyOf = (conditions: readonly RawBuilder<boolean>[]) =>
  conditions.length > 0 ? [sql<boolean>`(${sql.join(conditions, sql` OR `)})`] : [];

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
async function findByTrigrams(query: Kysely<Schema>, search: TextSearch): Promise<TextRow[]> {
  const { agencyId, wanted, limit } = search;
  const { all, any } = await soughtFor(query, 'postgres', search);
  const has = (chunk: string) => sql<boolean>`text LIKE ${within(chunk)}`;
  const groups = any.map((chunks) => sql<boolean>`(${sql.join(chunks.map(has), sql` AND `)})`);
  const stands = standsOn('postgres');
  const conditions = [
    ...all.map(has),
    ...anyOf(groups),
    ...(wanted.all ?? []).map(stands),
    ...anyOf((wanted.any ?? []).map(stands)),
  ];
  let found = textsOf(query, agencyId)
    .select(['incident_id', 'kind', 'text'])
    .orderBy(sql`at + 0`, 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  for (const condition of conditions) found = found.where(condition);
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
