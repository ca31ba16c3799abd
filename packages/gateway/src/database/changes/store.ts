import { type Kysely, sql } from 'kysely';
import type { Schema } from '../schema.ts';

type Engine = 'sqlite' | 'postgres';

/**
 * `client`: its row, secrets or callflows changed. `agency`: it was disabled or enabled. `user_tokens`: which
 * of that user's tokens are good changed.
 * `user_released`: a lock was taken off. `token`: the token with that jti is void. `grant`: every token
 * of that grant is void. `keys`: the signing keys changed. `session`: that user signed out of one session.
 */
export type AccessChangeKind =
  | 'client'
  | 'agency'
  | 'user_tokens'
  | 'user_released'
  | 'token'
  | 'grant'
  | 'keys'
  | 'session'
  | 'security_policy';

export interface AccessChange {
  readonly id: string;
  readonly kind: AccessChangeKind;
  readonly subject: string;
  readonly at: number;
  readonly expiresAt: number;
}

/** A change as it was read, with its place in the order in which this is read. */
export interface PlacedChange extends AccessChange {
  readonly position: number;
}

/** What one look found: everything from a position on, and the position from which the next look reads. */
export interface Look {
  readonly changes: readonly PlacedChange[];
  /** Every change below it was found by this look or by one before, or was removed. */
  readonly horizon: number;
  /** The highest position of what was removed; 0 where nothing ever was. */
  readonly sweptThrough: number;
}

/** SQLite writes one transaction at a time, so that numbers are given in the order of the commits. */
const nextNumber = sql<number>`(SELECT max(swept_through, coalesce((SELECT max(position) FROM access_changes), 0)) + 1
  FROM access_change_marks)`;

/**
 * PostgreSQL: the lowest id of a transaction that was still running when this statement began. Whatever a transaction
 * below it wrote is seen by this statement; a number taken from a sequence would state nothing of the kind.
 */
const lowestRunning = sql<number>`(pg_snapshot_xmin(pg_current_snapshot()))::text::bigint`;

/** Part of the caller's transaction. */
export async function insertChange(query: Kysely<Schema>, engine: Engine, change: AccessChange): Promise<void> {
  const { expiresAt, ...rest } = change;
  await query
    .insertInto('access_changes')
    // PostgreSQL gives the position itself.
    .values({ ...rest, expires_at: expiresAt, ...(engine === 'sqlite' && { position: nextNumber }) })
    .execute();
}

/**
 * Every change at or after that position, in one statement, and so of one snapshot, with the next position to read from.
 * A change that commits later than this statement began has a position at or after that.
 */
export async function changesFrom(query: Kysely<Schema>, engine: Engine, position: number): Promise<Look> {
  const rows = await query
    .selectFrom('access_change_marks as m')
    .leftJoin('access_changes as c', (join) => join.on('c.position', '>=', position))
    .select(['m.swept_through', 'c.id', 'c.kind', 'c.subject', 'c.at', 'c.expires_at', 'c.position'])
    .select((engine === 'sqlite' ? nextNumber : lowestRunning).as('horizon'))
    .execute();
  const [first] = rows;
  if (first === undefined) throw new Error('access_change_marks has no row');
  const changes = rows.flatMap(({ id, kind, subject, at, expires_at, position: place }): PlacedChange[] => {
    if (id === null || kind === null || subject === null || at === null || expires_at === null || place === null) {
      return [];
    }
    return [{ id, kind: kind as AccessChangeKind, subject, at, expiresAt: expires_at, position: place }];
  });
  return { changes, horizon: first.horizon, sweptThrough: first.swept_through };
}

/** Removes what cannot matter any more and notes up to where something was removed. */
export async function deleteExpiredChanges(query: Kysely<Schema>, now: number): Promise<void> {
  const removed = await query
    .deleteFrom('access_changes')
    .where('expires_at', '<=', now)
    .returning('position')
    .execute();
  if (removed.length === 0) return;
  const through = removed.reduce((highest, { position }) => Math.max(highest, position), 0);
  await query
    .updateTable('access_change_marks')
    .set({ swept_through: through })
    .where('swept_through', '<', through)
    .execute();
}

/**
 * Forgets every change and where it stood: the numbers of another database server's transactions mean nothing here, and would
 * be taken for the future.
 */
export async function forgetChanges(query: Kysely<Schema>): Promise<void> {
  await query.deleteFrom('access_changes').execute();
  await query.updateTable('access_change_marks').set({ swept_through: 0 }).execute();
}
