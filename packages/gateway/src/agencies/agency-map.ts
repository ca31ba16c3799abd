import type { Database } from '../database/database.ts';
import { findBoundary } from './boundaries/store.ts';
import type { Boundary, StoredBoundary } from './boundaries/types.ts';
import { readAgency } from './find-agencies.ts';
import { findPositionLink } from './store.ts';

/** What an agency's maps show beside incidents; null where it has none. */
export interface AgencyMap {
  readonly boundary: Boundary | null;
  readonly bounds: StoredBoundary['bounds'] | null;
  readonly positionLink: string | null;
}

/** The agency's boundary, and where its people open a position. Refuses an agency that is not there (`not_found`). */
export async function readAgencyMap({ database }: { database: Database }, agencyId: string): Promise<AgencyMap> {
  await readAgency({ database }, agencyId);
  const stored = await findBoundary(database.read, agencyId);
  return {
    boundary: stored?.boundary ?? null,
    bounds: stored?.bounds ?? null,
    positionLink: await findPositionLink(database.read, agencyId),
  };
}
