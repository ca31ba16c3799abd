import { newestBoundary } from '../boundary.ts';
import { findRecord, firstNumber } from '../store.ts';
import type { ChainHead } from '../types.ts';
import type { AuditReading } from '../verify-chains.ts';

/** The newest of a file's heads: what a database lost, it lost at its end. */
const LOOKED_AT = 100;

/**
 * The anchored records that are neither in the database nor were removed by retention: the database is an older state of
 * itself, or another one. Looks at the newest hundred; whether records were changed is for a verification to state.
 */
export async function lostRecords(database: AuditReading, heads: readonly ChainHead[]): Promise<ChainHead[]> {
  const newest = heads.toSorted((left, right) => right.at - left.at).slice(0, LOOKED_AT);
  const boundary = await newestBoundary(database.read);
  const lost: ChainHead[] = [];
  for (const head of newest) {
    if ((await findRecord(database.read, head.chain, head.number)) !== undefined) continue;
    if (head.number <= (boundary?.floors[head.chain]?.[0] ?? 0)) continue;
    const isGone = (await firstNumber(database.read, head.chain)) === undefined;
    if (isGone && boundary?.removedBefore != null && head.at < boundary.removedBefore) continue;
    lost.push(head);
  }
  return lost;
}
