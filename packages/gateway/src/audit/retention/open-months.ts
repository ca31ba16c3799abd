import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { monthStart, monthsBetween, type Partition, partitionName } from './months.ts';
import {
  addPartition,
  attachPartition,
  detachPartition,
  dropTable,
  lockAudit,
  newestIn,
  partitionsOf,
} from './store.ts';

/** This month and the next have tables before anything is written in them. */
const MONTHS_AHEAD = 2;
/** The last table, which has no end: what nobody has made a month for is there. */
const LAST = 'audit_records_next';

const endlessOf = (partitions: readonly Partition[]) => partitions.find(({ to }) => to === Infinity);

/**
 * Makes the audit's tables of this month and the next, on PostgreSQL. Records that are in the last table already, because no
 * server of this version ran meanwhile, stay in it as it gets an end. Nothing where the months are there, or on SQLite.
 */
export async function openMonths({ database, clock }: { database: Database; clock: Clock }): Promise<void> {
  if (database.engine === 'sqlite') return;
  const until = monthStart(clock.now(), MONTHS_AHEAD);
  const isOpen = (partitions: readonly Partition[]) => (endlessOf(partitions)?.from ?? until) >= until;
  if (isOpen(await partitionsOf(database.read))) return;
  await database.write(async ({ query }) => {
    await lockAudit(query);
    // Another process may have made them since.
    const last = endlessOf(await partitionsOf(query));
    if (last === undefined || last.from >= until) return;
    const newest = await newestIn(query, last);
    const name = partitionName(last.from);
    await detachPartition(query, last, name);
    if (newest === undefined) await dropTable(query, name);
    const leftUntil = newest === undefined ? last.from : monthStart(Math.min(newest, until - 1), 1);
    for (const month of monthsBetween(leftUntil, until)) await addPartition(query, month);
    await addPartition(query, { name: LAST, from: until, to: Infinity });
    if (newest !== undefined) await attachPartition(query, { name, from: last.from, to: leftUntil });
  });
}
