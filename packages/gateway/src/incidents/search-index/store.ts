import { CompiledQuery, type Kysely, sql } from 'kysely';
import type { RowsWriter } from '../../database/database.ts';
import type { Schema } from '../../database/schema.ts';
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
