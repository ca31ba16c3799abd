import type { Kysely, Selectable } from 'kysely';
import type { Schema } from '../../database/schema.ts';
import type { Boundary, StoredBoundary } from './types.ts';

function toBoundary(row: Selectable<Schema['agency_boundaries']>): StoredBoundary {
  const { west, south, east, north } = row;
  return {
    agencyId: row.agency_id,
    boundary: JSON.parse(row.geometry) as Boundary,
    bounds: { west, south, east, north },
    positionCount: row.position_count,
    changedAt: row.changed_at,
  };
}

/** The agency's boundary, or nothing. */
export async function findBoundary(query: Kysely<Schema>, agencyId: string): Promise<StoredBoundary | undefined> {
  const row = await query
    .selectFrom('agency_boundaries')
    .selectAll()
    .where('agency_id', '=', agencyId)
    .executeTakeFirst();
  return row && toBoundary(row);
}

/** Those of these agencies' boundaries whose box has the latitude and one of the longitudes in it. */
export async function boundariesAround(
  query: Kysely<Schema>,
  agencyIds: readonly string[],
  { latitude, longitudes }: { latitude: number; longitudes: readonly number[] },
): Promise<StoredBoundary[]> {
  const rows = await query
    .selectFrom('agency_boundaries')
    .selectAll()
    .where('agency_id', 'in', agencyIds)
    .where('south', '<=', latitude)
    .where('north', '>=', latitude)
    .where((eb) => eb.or(longitudes.map((x) => eb.and([eb('west', '<=', x), eb('east', '>=', x)]))))
    .execute();
  return rows.map(toBoundary);
}

/** Puts the boundary in the place of the agency's. */
export async function saveBoundary(query: Kysely<Schema>, stored: StoredBoundary): Promise<void> {
  const row = {
    geometry: JSON.stringify(stored.boundary),
    position_count: stored.positionCount,
    ...stored.bounds,
    changed_at: stored.changedAt,
  };
  await query
    .insertInto('agency_boundaries')
    .values({ agency_id: stored.agencyId, ...row })
    .onConflict((conflict) => conflict.column('agency_id').doUpdateSet(row))
    .execute();
}

export async function deleteBoundary(query: Kysely<Schema>, agencyId: string): Promise<void> {
  await query.deleteFrom('agency_boundaries').where('agency_id', '=', agencyId).execute();
}

/** Which of these agencies have a boundary; each one's is locked until the transaction ends. */
export async function lockBoundaries(query: Kysely<Schema>, agencyIds: readonly string[]): Promise<Set<string>> {
  const rows = await query
    .updateTable('agency_boundaries')
    .set((eb) => ({ changed_at: eb.ref('changed_at') }))
    .where('agency_id', 'in', agencyIds)
    .returning('agency_id')
    .execute();
  return new Set(rows.map((row) => row.agency_id));
}

/** The ids of every agency with a boundary. */
export async function agenciesWithBoundary(query: Kysely<Schema>): Promise<Set<string>> {
  const rows = await query.selectFrom('agency_boundaries').select('agency_id').execute();
  return new Set(rows.map((row) => row.agency_id));
}
