import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Origin } from '../../kernel/origin.ts';
import { startTokenGeneration, startTokenGenerations } from '../users/store.ts';
import type { EndReason } from './end-reason.ts';
import { endSessionsOfAgency, endSessionsOfUser } from './store.ts';

/** Who ended it, and where from. */
export interface EndedBy {
  readonly actor: Actor;
  readonly origin: Origin;
  /** What whoever has the cookie of a session that ended reads. */
  readonly reason: EndReason;
  /** The session in which the person did it, which goes on; missing where none does. */
  readonly keptTokenHash?: string;
}

/** Ends, in the caller's transaction, what another room made for a person. Returns how much of it was open to that person. */
export type EndWithPerson = (tx: Transaction, userId: string, by: EndedBy) => Promise<number>;

/** What ends a person's access. */
export interface EndingPorts {
  readonly changes: ChangeFeed;
  readonly clock: Clock;
  /** One a room that makes something for people; whatever ends a person's access ends it. */
  readonly endWithPerson: readonly EndWithPerson[];
}

/**
 * Part of the caller's transaction: ends every portal session of the user and everything that other rooms made for them, and
 * voids every token issued to them so far, on every process within a second. Returns how many sessions, and what counts as
 * one elsewhere, were open.
 */
export async function endAccess(
  { changes, clock, endWithPerson }: EndingPorts,
  tx: Transaction,
  userId: string,
  by: EndedBy,
): Promise<number> {
  let ended = await endSessionsOfUser(
    tx.query,
    { userId, keptTokenHash: by.keptTokenHash },
    { reason: by.reason, at: clock.now() },
  );
  await startTokenGeneration(tx.query, userId);
  for (const end of endWithPerson) ended += await end(tx, userId, by);
  await changes.publish(tx, 'user_tokens', userId);
  return ended;
}

/**
 * Part of the caller's transaction: ends every portal session of the agency's people and voids every token issued to them so far. Who
 * calls it publishes the change of the agency. What they made goes on when the agency is enabled.
 */
export async function endAccessOfAgency({ clock }: { clock: Clock }, tx: Transaction, agencyId: string): Promise<void> {
  await endSessionsOfAgency(tx.query, agencyId, { reason: 'agency_disabled', at: clock.now() });
  await startTokenGenerations(tx.query, agencyId);
}
