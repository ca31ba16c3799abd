import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Engine } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { LISTED_COLUMNS, toListed } from '../incident/store.ts';
import type { ListedIncident } from '../incident/types.ts';
import type { TextKind } from '../search-index/search-text.ts';
import { likelyIn, type Sample, soughtIn, type Wanted } from './sought-chunks.ts';

/** A text that was found. */
export interface FoundText {
  readonly incidentId: string;
  readonly kind: TextKind;
  readonly text: string;
}

interface TextRow {
  readonly incident_id: string;
  readonly kind: string;
  readonly text: string;
}

/** By so many of an agency's newest texts it is known what is rare. */
const SAMPLED = 1_000;
/** So many of them are looked at one by one, where that may be enough; an agency of no more has all of them looked at. */
const LOOKED_AT = 5_000;
/** An agency of no more has its own texts listed by their ids, on SQLite, so that those of others are not fetched. */
const LISTED_AT_MOST = 50_000;
/** Most incidents have so few texts in which the same words stand that no more are looked for at first. */
const TEXTS_OF_EACH = 3;
/** What is found one by one may be rarer by so much than it was before, and is looked for in so many more. */
const RARER = 1.5;
/** On PostgreSQL, fetching a text by the index of trigrams costs so many times as much as the next one in the order of time. */
const FETCHED_BY_TRIGRAMS = 5;
/** Fetching a text costs so many times as much as reading its place in the list of a trigram. */
const FETCHED_COSTS = { sqlite: 50, postgres: 400 };
/** On PostgreSQL, so many groups are looked for one after the other, each by one scan of the index. */
const SCANS_AT_MOST = 6;

/** An agency's texts, and what one statement stated of the newest of them, by which it is chosen how they are read. */
export interface AgencyTexts {
  readonly query: Kysely<Schema>;
  readonly engine: Engine;
  readonly agencyId: string;
  readonly sample: Sample;
  /** When its first and its newest text were stated, and the one to which they are looked at one by one; `lookedAt` is null where it has no more. */
  readonly firstAt: number;
  readonly newestAt: number;
  readonly lookedAt: number | null;
  readonly isSmall: () => Promise<boolean>;
}

interface TextSearch {
  readonly wanted: Wanted;
  readonly limit: number;
  /** Texts of so many incidents are enough, where there are fewer of them than `limit`. */
  readonly incidents?: number;
}

/** FTS5's own string: whatever is in it is text. */
const quoted = (term: string) => `"${term.replaceAll('"', '""')}"`;
/** LIKE's own signs are text. */
const within = (term: string) => `%${term.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** In which the terms stand, on either engine; `place` is its function that finds one in a text. */
const standsOn = (engine: Engine, column = 'text') => {
  const place = sql.raw(engine === 'sqlite' ? 'instr' : 'strpos');
  return (term: string) => sql<boolean>`${place}(${sql.ref(column)}, ${term}) > 0`;
};

const anyOf = (conditions: readonly RawBuilder<boolean>[]) =>
  conditions.length > 0 ? [sql<boolean>`(${sql.join(conditions, sql` OR `)})`] : [];

const textsOf = (query: Kysely<Schema>, agencyId: string) =>
  query.selectFrom('search_texts').where('agency_id', '=', agencyId);

/** When the agency's text of that place was stated, the newest first. */
const placeOf = (query: Kysely<Schema>, agencyId: string, place: number) =>
  textsOf(query, agencyId).select('at').orderBy('at', 'desc').offset(place).limit(1);

/** Reads which of the chunks are in which of the agency's newest texts, once for all that one search looks for. */
export async function agencyTexts(
  query: Kysely<Schema>,
  engine: Engine,
  agencyId: string,
  chunks: readonly string[],
): Promise<AgencyTexts> {
  const stands = standsOn(engine);
  const marks = chunks.map((chunk, place) => sql`CASE WHEN ${stands(chunk)} THEN ${sql.lit(2 ** place)} ELSE 0 END`);
  const newest = textsOf(query, agencyId).select(['text', 'at']).orderBy('at', 'desc').limit(SAMPLED);
  const first = textsOf(query, agencyId).select('at').orderBy('at').limit(1);
  const { rows } = await sql<{
    marks: number;
    texts: number;
    newest_at: number;
    looked_at: number | null;
    first_at: number;
  }>`SELECT ${marks.length > 0 ? sql.join(marks, sql` + `) : sql.lit(0)} AS marks, count(*) AS texts, max(at) AS newest_at,
      (${placeOf(query, agencyId, LOOKED_AT - 1)}) AS looked_at, (${first}) AS first_at
    FROM ${newest} AS newest GROUP BY 1`.execute(query);
  const looked = rows.map(({ marks: marked, texts }) => ({
    has: new Set(chunks.filter((_, place) => Math.floor(marked / 2 ** place) % 2 === 1)),
    texts,
  }));
  let small: Promise<boolean> | undefined;
  const countSmall = async () => (await placeOf(query, agencyId, LISTED_AT_MOST).executeTakeFirst()) === undefined;
  return {
    ...{ query, engine, agencyId },
    sample: { chunks, looked },
    firstAt: rows[0]?.first_at ?? 0,
    newestAt: Math.max(0, ...rows.map(({ newest_at }) => newest_at)),
    lookedAt: rows[0]?.looked_at ?? null,
    isSmall: () => (small ??= countSmall()),
  };
}

/**
 * The agency's newest texts in which what is wanted stands. What stands in many is found among the newest by their time, and so is
 * everything of an agency that has few. What is rarer, the index of trigrams finds among all.
 */
export async function findTexts(texts: AgencyTexts, search: TextSearch): Promise<FoundText[]> {
  const { limit, incidents = limit } = search;
  const isEnough = (rows: readonly TextRow[]) => new Set(rows.map((row) => row.incident_id)).size >= incidents;
  const few = Math.min(limit, incidents * TEXTS_OF_EACH);
  const rows = await newestRows(texts, { ...search, limit: few }, isEnough);
  const isWhole = rows.length < few || few === limit || isEnough(rows);
  return (isWhole ? rows : await newestRows(texts, search, isEnough)).map(toFound);
}

type IsEnough = (rows: readonly TextRow[]) => boolean;

function newestRows(texts: AgencyTexts, search: TextSearch, isEnough: IsEnough): Promise<TextRow[]> {
  if (texts.lookedAt === null) return findAmongNewest(texts, search, { since: null });
  return texts.engine === 'sqlite' ? findOnSqlite(texts, search, isEnough) : findOnPostgres(texts, search, isEnough);
}

/** FTS5 ends with the last that is wanted, so no more are looked at one by one than that takes. */
async function findOnSqlite(texts: AgencyTexts, search: TextSearch, isEnough: IsEnough): Promise<TextRow[]> {
  const { wanted, limit, incidents = limit } = search;
  // As many again as are expected may be there.
  if ((2 * likelyIn(wanted, texts.sample) * LOOKED_AT) / SAMPLED >= incidents) {
    const newest = await findAmongNewest(texts, search, { since: texts.lookedAt });
    if (newest.length === limit || isEnough(newest)) return newest;
  }
  return findByFts(texts, search);
}

/**
 * GIN gives all its rows in no order, and each is fetched; so the texts are looked at one by one as far back as that costs less, each
 * step at least doubling how many. What the index would give is estimated anew after each step, by what was found up to there: a word
 * of a current incident may stand in the newest texts alone.
 */
async function findOnPostgres(texts: AgencyTexts, search: TextSearch, isEnough: IsEnough): Promise<TextRow[]> {
  const { sample, newestAt, firstAt, lookedAt } = texts;
  const { wanted, limit } = search;
  const textMs = Math.max(1, newestAt - (lookedAt ?? firstAt)) / LOOKED_AT;
  const likely = likelyIn(wanted, sample) / SAMPLED;
  if (likely === 0) return findByTrigrams(texts, search);
  const found: TextRow[] = [];
  let looked = Math.min((RARER * limit) / likely, LOOKED_AT);
  let until: number | null = null;
  let fetchedForEach: number | undefined;
  for (;;) {
    const back = Math.floor(newestAt - textMs * looked);
    const since = back > firstAt ? back : null;
    found.push(...(await findAmongNewest(texts, { wanted, limit: limit - found.length }, { since, until })));
    if (found.length === limit || since === null || isEnough(found)) return found;
    if (found.length === 0) return findByTrigrams(texts, search);
    const share = found.length / looked;
    // Its trigrams may stand in more texts than what is wanted.
    fetchedForEach ??= Math.max(1, likely / share);
    const byTrigrams = (FETCHED_BY_TRIGRAMS * fetchedForEach * share * (newestAt - firstAt)) / textMs;
    looked += Math.max(looked, (RARER * (limit - found.length)) / share);
    if (looked >= byTrigrams) return findByTrigrams(texts, search);
    until = since;
  }
}

/** By the index of the agency's texts by time, which ends with the last that is wanted; no index knows `instr` and `strpos`. */
function findAmongNewest(
  { query, engine, agencyId }: AgencyTexts,
  { wanted: { all = [], any = [] }, limit }: TextSearch,
  { since, until = null }: { since: number | null; until?: number | null },
): Promise<TextRow[]> {
  const stands = standsOn(engine);
  let newest = textsOf(query, agencyId)
    .select(['incident_id', 'kind', 'text'])
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  for (const condition of [...all.map(stands), ...anyOf(any.map(stands))]) newest = newest.where(condition);
  if (since !== null) newest = newest.where('at', '>=', since);
  if (until !== null) newest = newest.where('at', '<', until);
  return newest.execute();
}

/** FTS5 gives its rows the newest first by itself and ends with the last that is wanted, where a list of all would be made whole. */
async function findByFts(
  { query, agencyId, sample, isSmall }: AgencyTexts,
  { wanted, limit }: TextSearch,
): Promise<TextRow[]> {
  const { all, any } = soughtIn(wanted, sample, FETCHED_COSTS.sqlite);
  const groups = any.map((chunks) => `(${chunks.map(quoted).join(' AND ')})`);
  const match = [...all.map(quoted), ...(groups.length > 0 ? [`(${groups.join(' OR ')})`] : [])].join(' AND ');
  const stands = standsOn('sqlite', 't.text');
  const conditions = [...(wanted.all ?? []).map(stands), ...anyOf((wanted.any ?? []).map(stands))];
  const ownIds = sql`AND +f.rowid IN (SELECT own.id FROM search_texts AS own WHERE own.agency_id = ${agencyId})`;
  const { rows } = await sql<TextRow>`SELECT t.incident_id, t.kind, t.text
    FROM search_index AS f CROSS JOIN search_texts AS t ON t.id = f.rowid
    WHERE f.search_index MATCH ${match} ${(await isSmall()) ? ownIds : sql``}
      AND t.agency_id = ${agencyId} AND ${sql.join(conditions, sql` AND `)}
    ORDER BY f.rowid DESC LIMIT ${limit}`.execute(query);
  return rows;
}

/**
 * Each group by a scan of its own, which asks the index for all of it: with an `or` the planner leaves the groups out of the index, by
 * its guess of how rare a trigram is.
 */
async function findByTrigrams(
  { query, agencyId, sample }: AgencyTexts,
  { wanted, limit }: TextSearch,
): Promise<TextRow[]> {
  const { all, any } = soughtIn(wanted, sample, FETCHED_COSTS.postgres);
  const has = (chunk: string) => sql<boolean>`text LIKE ${within(chunk)}`;
  const isEach = all.length > 0 && any.length <= SCANS_AT_MOST;
  const groups = any.map((chunks) => sql<boolean>`(${sql.join(chunks.map(has), sql` AND `)})`);
  const stands = standsOn('postgres');
  const own = [...(wanted.all ?? []).map(stands), ...anyOf((wanted.any ?? []).map(stands))];
  const scans = (isEach && groups.length > 0 ? groups.map((group) => [group]) : [anyOf(groups)]).map((sought) => {
    let scan = textsOf(query, agencyId).select(['incident_id', 'kind', 'text', 'at', 'id']);
    for (const condition of [...all.map(has), ...sought, ...own]) scan = scan.where(condition);
    return scan;
  });
  // Ordered by a sum, because by the bare column the planner would read backwards through everything rather than by the trigrams.
  const { rows } = await sql<TextRow>`SELECT incident_id, kind, text FROM (${sql.join(scans, sql` UNION `)}) AS found
    ORDER BY at + 0 DESC, id DESC LIMIT ${limit}`.execute(query);
  return rows;
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
