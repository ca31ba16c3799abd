import type { Database } from '../../database/database.ts';
import type { Audit } from '../append-record.ts';
import { firstNumber, oldestRecords, removeBeginning } from '../store.ts';
import type { Actor } from '../types.ts';
import { dropPartitions } from './drop-partitions.ts';
import { isOneMonth } from './months.ts';
import { knownBoundary, setBoundary } from './set-boundary.ts';
import { partitionsOf } from './store.ts';

/** How long a record is kept at least, whatever an operator sets. */
export const LEAST_KEPT_MS = 365 * 86_400_000;

/**
 * Removes some of the oldest records from before `before`, from the beginning of each chain, and appends the record that states
 * it, in one transaction: what is left verifies as before, and any other removal still shows. Those are up to `limit` records
 * or, on PostgreSQL, whole months without looking at their records: there a record leaves with its month. Returns how many were
 * removed; call it again until that is 0. Nothing younger than a year by `now` is removed. A chain whose first record is
 * younger, by a clock that stepped, is left whole.
 */
export async function trimRecords(
  ports: { database: Database; audit: Audit },
  { before, now, limit, actor }: { before: number; now: number; limit: number; actor: Actor },
): Promise<number> {
  const { database } = ports;
  const removedBefore = Math.min(before, now - LEAST_KEPT_MS);
  if (database.engine === 'sqlite') return trimChains(ports, { removedBefore, limit, actor });
  const dropped = await dropPartitions(ports, { removedBefore, actor });
  if (dropped > 0) return dropped;
  // What is of no month, from before there were any, leaves record by record.
  const [oldest] = await partitionsOf(database.read);
  if (oldest === undefined || isOneMonth(oldest)) return 0;
  return trimChains(ports, { removedBefore: Math.min(removedBefore, oldest.to), limit, actor });
}

async function trimChains(
  { database, audit }: { database: Database; audit: Audit },
  { removedBefore, limit, actor }: { removedBefore: number; limit: number; actor: Actor },
): Promise<number> {
  return database.write(async (tx) => {
    const oldest = await oldestRecords(tx.query, removedBefore, limit);
    const known = await knownBoundary(tx.query);
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
    if (removed > 0) await setBoundary(tx, audit, { known, removedBefore, floors, removed, actor });
    return removed;
  });
}

/** The last of those records that follow one another from the chain's first on. */
function lastOfBeginning<R extends { number: number }>(records: readonly R[], first: number): R | undefined {
  const sorted = records.toSorted((left, right) => left.number - right.number);
  return sorted.filter(({ number }, index) => number === first + index).at(-1);
}
