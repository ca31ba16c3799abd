import type { Kysely, Selectable } from 'kysely';
import { isFreeFor } from '../database/processes/store.ts';
import type { Schema } from '../database/schema.ts';
import type { OutboxEntry, OutboxState } from './types.ts';

function toEntry(row: Selectable<Schema['outbox']>): OutboxEntry {
  return {
    id: row.id,
    state: row.state as OutboxState,
    recipient: row.recipient,
    subject: row.subject,
    attempts: row.attempts,
    nextAttemptAt: row.next_attempt_at,
    fault: row.fault,
    createdAt: row.created_at,
    finishedAt: row.finished_at,
    hasText: row.sealed_text !== null,
  };
}

/** Stores a mail that waits; nothing where one of this id is there. */
export async function insertEntry(
  query: Kysely<Schema>,
  entry: { id: string; recipient: string; subject: string; sealedText: string; sealedUnder: string; createdAt: number },
): Promise<void> {
  await query
    .insertInto('outbox')
    .values({
      id: entry.id,
      state: 'waiting',
      recipient: entry.recipient,
      subject: entry.subject,
      sealed_text: entry.sealedText,
      sealed_under: entry.sealedUnder,
      attempts: 0,
      next_attempt_at: entry.createdAt,
      fault: null,
      lease_owner: null,
      created_at: entry.createdAt,
      finished_at: null,
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

/** The ids of what that process may try now and can read, in the order in which it is due. */
export async function dueEntries(
  query: Kysely<Schema>,
  { owner, now, fingerprints, limit }: { owner: string; now: number; fingerprints: readonly string[]; limit: number },
): Promise<string[]> {
  const rows = await query
    .selectFrom('outbox')
    .select('id')
    .where('state', '=', 'waiting')
    .where('next_attempt_at', '<=', now)
    .where('sealed_under', 'in', fingerprints)
    .where(isFreeFor(owner, 'outbox.lease_owner'))
    .orderBy('next_attempt_at')
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** What an attempt works with. */
export interface Attempt {
  readonly recipient: string;
  readonly subject: string;
  readonly sealedText: string;
  /** This one included. */
  readonly attempts: number;
}

/**
 * Leases a due entry to that process and counts the attempt, before it is made: one that ends the process is counted too. One
 * conditional update: of two processes at once one gets it, and the other nothing.
 */
export async function beginAttempt(
  query: Kysely<Schema>,
  { id, owner, now }: { id: string; owner: string; now: number },
): Promise<Attempt | undefined> {
  const row = await query
    .updateTable('outbox')
    .set((eb) => ({ lease_owner: owner, attempts: eb('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('next_attempt_at', '<=', now)
    .where(isFreeFor(owner, 'outbox.lease_owner'))
    .returning(['recipient', 'subject', 'sealed_text', 'attempts'])
    .executeTakeFirst();
  if (row === undefined || row.sealed_text === null) return undefined;
  return { recipient: row.recipient, subject: row.subject, sealedText: row.sealed_text, attempts: row.attempts };
}

interface Leased {
  readonly id: string;
  readonly owner: string;
}

function leased(query: Kysely<Schema>, { id, owner }: Leased) {
  return query
    .updateTable('outbox')
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .where('lease_owner', '=', owner);
}

/** Marks it as sent and erases its text. Nothing changes where the lease is another process's. */
export async function finishSent(query: Kysely<Schema>, { now, ...lease }: Leased & { now: number }): Promise<void> {
  await leased(query, lease)
    .set({ state: 'sent', sealed_text: null, fault: null, lease_owner: null, finished_at: now })
    .execute();
}

/** Notes a failed attempt and gives the lease back: to be tried again at `nextAttemptAt`, or given up where that is null. */
export async function finishFailed(
  query: Kysely<Schema>,
  { now, fault, nextAttemptAt, ...lease }: Leased & { now: number; fault: string; nextAttemptAt: number | null },
): Promise<void> {
  await leased(query, lease)
    .set(
      nextAttemptAt === null
        ? { state: 'given_up', fault, lease_owner: null, finished_at: now }
        : { fault, lease_owner: null, next_attempt_at: nextAttemptAt },
    )
    .execute();
}

/** The newest first, at most `limit`. */
export async function newestEntries(query: Kysely<Schema>, limit: number): Promise<OutboxEntry[]> {
  const rows = await query.selectFrom('outbox').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(toEntry);
}

export async function findEntry(query: Kysely<Schema>, id: string): Promise<OutboxEntry | undefined> {
  const row = await query.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst();
  return row && toEntry(row);
}

/**
 * Makes an entry due now, with every attempt before it; one that is being sent stays as it is. False, and nothing changed, where
 * its text is erased.
 */
export async function makeDue(query: Kysely<Schema>, id: string, now: number): Promise<boolean> {
  const { numUpdatedRows } = await query
    .updateTable('outbox')
    .set({ state: 'waiting', attempts: 0, next_attempt_at: now, finished_at: null })
    .where('id', '=', id)
    .where('sealed_text', 'is not', null)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Removes up to `limit` entries that were sent or given up before `before`; returns how many. */
export async function deleteFinished(query: Kysely<Schema>, before: number, limit: number): Promise<number> {
  const { numDeletedRows } = await query
    .deleteFrom('outbox')
    .where('id', 'in', (eb) =>
      eb.selectFrom('outbox').select('id').where('finished_at', '<', before).orderBy('finished_at').limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}

/** Gives up everything that waits; an operator sees why, and may send it again. How much it was. */
export async function giveUpWaiting(query: Kysely<Schema>, now: number, fault: string): Promise<number> {
  const { numUpdatedRows } = await query
    .updateTable('outbox')
    .set({ state: 'given_up', fault, lease_owner: null, finished_at: now })
    .where('state', '=', 'waiting')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** How many entries are in each state, and when the oldest that waits was made; null where none does. */
export async function outboxBacklog(
  query: Kysely<Schema>,
): Promise<Readonly<Record<OutboxState, number>> & { oldestWaitingAt: number | null }> {
  const rows = await query
    .selectFrom('outbox')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count'), eb.fn.min('created_at').as('oldest')])
    .groupBy('state')
    .execute();
  const of = (state: OutboxState) => rows.find((row) => row.state === state);
  const countOf = (state: OutboxState) => Number(of(state)?.count ?? 0);
  return {
    waiting: countOf('waiting'),
    sent: countOf('sent'),
    given_up: countOf('given_up'),
    oldestWaitingAt: of('waiting')?.oldest ?? null,
  };
}
