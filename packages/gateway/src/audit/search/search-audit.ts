import type { Database } from '../../database/database.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Audit } from '../append-record.ts';
import type { Actor, AuditRecord } from '../types.ts';
import { type Cursor, encodeCursor } from './cursor.ts';
import { type AuditFilter, checkFilter, filterDetail } from './filter.ts';
import { findRecords } from './store.ts';

/** Records newest first, and how to go on from them in both directions; null where nothing is there. */
export interface AuditPage {
  readonly records: readonly AuditRecord[];
  readonly olderCursor: string | null;
  readonly newerCursor: string | null;
}

export interface AuditSearch {
  readonly filter: AuditFilter;
  readonly cursor: Cursor | null;
  readonly limit: number;
  readonly actor: Actor;
  readonly origin: Origin;
}

const NEWEST: Cursor = { direction: 'older', at: Number.MAX_SAFE_INTEGER, chain: '', number: 0 };

/**
 * A page of the audit, newest first, once the record that it was read is durable. Without a cursor it begins with the newest.
 * Refuses with `invalid_request` a span that ends before it begins.
 */
export async function searchAudit(
  { database, audit }: { database: Database; audit: Audit },
  { filter, cursor, limit, actor, origin }: AuditSearch,
): Promise<AuditPage> {
  checkFilter(filter);
  const from = cursor ?? NEWEST;
  const found = await findRecords(database.read, filter, from, limit + 1);
  const near = found.slice(0, limit);
  const hasMore = found.length > limit;
  const records = from.direction === 'older' ? near : near.toReversed();
  await database.write((tx) =>
    audit.append(tx, {
      actor,
      agencyId: filter.agencyId,
      action: 'audit.read',
      outcome: 'success',
      origin,
      detail: { ...filterDetail(filter), records: records.length },
    }),
  );
  const beyond = (direction: Cursor['direction']): string | null => {
    const last = direction === 'older' ? records.at(-1) : records[0];
    if (direction === from.direction)
      return hasMore && last !== undefined ? encodeCursor({ ...last, direction }) : null;
    // Beyond an empty page is what the page was asked from.
    return cursor === null ? null : encodeCursor({ ...(last ?? cursor), direction });
  };
  return { records, olderCursor: beyond('older'), newerCursor: beyond('newer') };
}
