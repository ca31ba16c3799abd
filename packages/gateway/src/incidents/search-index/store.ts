import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { RowsWriter } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
import { LISTED_COLUMNS, toListed } from '../incident/store.ts';
import type { ListedIncident } from '../incident/types.ts';
import type { SearchText } from './search-text.ts';

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
