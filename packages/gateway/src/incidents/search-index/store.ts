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

/** The agency's newest texts in which what is wanted stands. */
export async function findTexts(
  query: Kysely<Schema>,
  engine: 'sqlite' | 'postgres',
  { agencyId, wanted, limit }: { agencyId: string; wanted: Wanted; limit: number },
): Promise<FoundText[]> {
  const { all = [], any = [] } = wanted;
  const texts = query
    .selectFrom('search_texts')
    .select(['incident_id', 'kind', 'text'])
    .where('search_texts.agency_id', '=', agencyId)
    .orderBy('search_texts.id', 'desc')
    .limit(limit);
  if (engine === 'sqlite') {
    const match = [...all.map(quoted), ...(any.length > 0 ? [`(${any.map(quoted).join(' OR ')})`] : [])].join(' AND ');
    const found = texts.where(
      sql<boolean>`search_texts.id IN (SELECT rowid FROM search_index WHERE search_index MATCH ${match})`,
    );
    return (await found.execute()).map(toFound);
  }
  let found = texts;
  for (const term of all) found = found.where('search_texts.text', 'like', within(term));
  if (any.length > 0) {
    found = found.where((eb) => eb.or(any.map((term) => eb('search_texts.text', 'like', within(term)))));
  }
  return (await found.execute()).map(toFound);
}

function toFound(row: { incident_id: string; kind: string; text: string }): FoundText {
  return { incidentId: row.incident_id, kind: row.kind as TextKind, text: row.text };
}

/** The agency's incidents of these ids, as lists show them. */
export async function listedOf(
  query: Kysely<Schema>,
  agencyId: string,
  ids: readonly string[],
): Promise<Map<string, ListedIncident>> {
  if (ids.length === 0) return new Map();
  const rows = await query
    .selectFrom('incidents')
    .select(LISTED_COLUMNS)
    .where('agency_id', '=', agencyId)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, toListed(row)]));
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
