import type { Database, Transaction } from '../../database/database.ts';
import type { Audit } from '../append-record.ts';
import { replacePrevious } from '../store.ts';
import type { Actor } from '../types.ts';
import type { Partition } from './months.ts';
import { knownBoundary, setBoundary } from './set-boundary.ts';
import { type ChainEnd, chainEndsIn, dropTable, firstNumbersFrom, lockPartitions, partitionsOf } from './store.ts';

/** Tables that can be dropped together, and what of the chains that have records there is left. */
interface Dropping {
  readonly partitions: readonly Partition[];
  readonly ends: readonly ChainEnd[];
  /** Of each chain that goes on, the number of its first record that is left. */
  readonly left: ReadonlyMap<string, number>;
}

/**
 * Drops the audit's oldest tables whose records are all from before `removedBefore`, on PostgreSQL, and records where its chains
 * begin now. The records themselves are not read: what it costs is by how many chains there were, not by what is in them. Where
 * a clock that stepped wrote a record of a chain after a younger one, its table waits for the younger one's. Returns how many
 * records were removed.
 */
export async function dropPartitions(
  { database, audit }: { database: Database; audit: Audit },
  { removedBefore, actor }: { removedBefore: number; actor: Actor },
): Promise<number> {
  const isDue = ({ to }: Partition) => to <= removedBefore;
  if (!(await partitionsOf(database.read)).some(isDue)) return 0;
  return database.write(async (tx) => {
    const due = (await partitionsOf(tx.query)).filter(isDue);
    // Whoever writes there yet, by a clock that is a year behind, writes before or not at all.
    await lockPartitions(tx.query, due);
    const dropping = await mostWithoutGap(tx, due);
    if (dropping === undefined) return 0;
    const known = await knownBoundary(tx.query);
    const floors = { ...known.floors };
    let removed = 0;
    for (const { chain, first, number, hash } of dropping.ends) {
      removed += number - first + 1;
      if (dropping.left.has(chain)) {
        floors[chain] = [number, hash];
        await replacePrevious(tx.query, chain, { number, hash });
      } else delete floors[chain];
    }
    for (const { name } of dropping.partitions) await dropTable(tx.query, name);
    if (removed > 0) await setBoundary(tx, audit, { known, removedBefore, floors, removed, actor });
    return removed;
  });
}

/** As many of the oldest as have the beginnings of their chains and nothing else; undefined where not even one has. */
async function mostWithoutGap({ query }: Transaction, due: readonly Partition[]): Promise<Dropping | undefined> {
  const endsOf = new Map<Partition, ChainEnd[]>();
  for (const partition of due) endsOf.set(partition, await chainEndsIn(query, partition));
  for (let count = due.length; count > 0; count -= 1) {
    const partitions = due.slice(0, count);
    const ends = joined(partitions.flatMap((partition) => endsOf.get(partition) ?? []));
    const chains = ends.map(({ chain }) => chain);
    const left = await firstNumbersFrom(query, chains, partitions.at(-1)?.to ?? 0);
    if (ends.every(({ chain, number }) => (left.get(chain) ?? Infinity) > number)) return { partitions, ends, left };
  }
  return undefined;
}

/** One end a chain, of what it has in several tables. */
function joined(ends: readonly ChainEnd[]): ChainEnd[] {
  return [...Map.groupBy(ends, ({ chain }) => chain).values()].map((ofChain) => {
    const last = ofChain.reduce((left, right) => (left.number > right.number ? left : right));
    return { ...last, first: Math.min(...ofChain.map(({ first }) => first)) };
  });
}
