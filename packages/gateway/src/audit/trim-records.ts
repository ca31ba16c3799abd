import type { Database } from '../database/database.ts';
import type { Audit } from './append-record.ts';
import { BOUNDARY, type Boundary, FIRST_BOUNDARY, newestBoundary, unkeyedChains } from './boundary.ts';
import { firstNumber, oldestRecords, removeBeginning } from './store.ts';
import type { Actor } from './types.ts';

/** How long a record is kept at least, whatever an operator sets. */
export const LEAST_KEPT_MS = 365 * 86_400_000;

/**
 * Removes up to `limit` of the oldest records from before `before`, from the beginning of each chain, and appends the record
 * that states it, in one transaction: what is left verifies as before, and any other removal still shows. Returns how many were
 * removed; call it again until that is 0. Nothing younger than a year by `now` is removed. A chain whose first record is
 * younger, by a clock that stepped, is left whole.
 */
export async function trimRecords(
  { database, audit }: { database: Database; audit: Audit },
  { before, now, limit, actor }: { before: number; now: number; limit: number; actor: Actor },
): Promise<number> {
  const removedBefore = Math.min(before, now - LEAST_KEPT_MS);
  return database.write(async (tx) => {
    const oldest = await oldestRecords(tx.query, removedBefore, limit);
    const known = (await newestBoundary(tx.query)) ?? FIRST_BOUNDARY;
    const floors: Record<string, readonly [number, string]> = { ...known.floors };
    let removed = 0;
    for (const [chain, records] of Map.groupBy(oldest, (record) => record.chain)) {
      const first = (await firstNumber(tx.query, chain)) ?? 1;
      const last = lastOfBeginning(records, first);
      if (last === undefined) continue;
      removed += last.number - first + 1;
      await removeBeginning(tx.query, chain, last);
      if ((await firstNumber(tx.query, chain)) === undefined) delete floors[chain];
      else floors[chain] = [last.number, last.hash];
    }
    if (removed === 0) return 0;
    const boundary: Boundary = {
      generation: known.generation + 1,
      removedBefore: Math.max(removedBefore, known.removedBefore ?? 0),
      floors,
      unkeyed: known.unkeyed === null ? null : await unkeyedChains(tx.query),
    };
    const detail = { ...boundary, removed };
    await audit.append(tx, { actor, agencyId: null, action: BOUNDARY, outcome: 'success', detail });
    return removed;
  });
}

/** The last of those records that follow one another from the chain's first on. */
function lastOfBeginning<R extends { number: number }>(records: readonly R[], first: number): R | undefined {
  const sorted = records.toSorted((left, right) => left.number - right.number);
  return sorted.filter(({ number }, index) => number === first + index).at(-1);
}
