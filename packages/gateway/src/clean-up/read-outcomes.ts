import type { Database } from '../database/database.ts';
import type { SweepOutcome } from '../database/sweep.ts';
import { sweepOutcomes } from './store.ts';

/** How the agency's sweeps last went; those of the installation where it is `''`. */
export function readSweepOutcomes(
  { database }: { database: Database },
  agencyId: string,
): Promise<readonly SweepOutcome[]> {
  return sweepOutcomes(database.read, agencyId);
}
