import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { User } from '../users/types.ts';
import { deleteSession, markSeen, type OwnSessionRow, openSessionsOf } from './store.ts';

/** A seat that asks all day writes no row for every question. */
const SEEN_WITHIN_MS = 5 * 60_000;

/** One of a person's open sessions. `id` names it, and opens nothing. */
export interface OwnSession extends OwnSessionRow {
  readonly id: string;
  readonly isCurrent: boolean;
}

const idOf = ({ tokenHash }: OwnSessionRow) => hashSecret(`session ${tokenHash}`).slice(0, 32);

/** The person's open sessions, the newest first; `token` is of the one that asks. */
export async function listOwnSessions(
  { database, clock }: { database: Database; clock: Clock },
  { user, token }: { user: User; token: string },
): Promise<readonly OwnSession[]> {
  const current = hashSecret(token);
  const rows = await openSessionsOf(database.read, user.id, clock.now());
  return rows.map((row) => ({ ...row, id: idOf(row), isCurrent: row.tokenHash === current }));
}

/**
 * Ends one of the person's sessions, on every process within a second, atomically with its audit record. Refuses one that is not
 * open, or somebody else's, with `not_found`.
 */
export async function endOwnSession(
  ports: { database: Database; clock: Clock; audit: Audit; changes: ChangeFeed },
  { user, sessionId, origin }: { user: User; sessionId: string; origin: Origin },
): Promise<void> {
  const { database, clock, audit, changes } = ports;
  await database.write(async (tx) => {
    const session = (await openSessionsOf(tx.query, user.id, clock.now())).find((row) => idOf(row) === sessionId);
    if (session === undefined) throw refuse.notFound({ description: 'You have no open session with this id' });
    await deleteSession(tx.query, session.tokenHash, { reason: 'ended_elsewhere', at: clock.now() });
    await changes.publish(tx, 'session', user.id);
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id },
      agencyId: user.agencyId,
      action: 'session.closed',
      outcome: 'success',
      subject: user.id,
      origin,
      detail: { session_id: sessionId, place: session.source },
    });
  });
}

/** Notes that the session is in use, at most once in five minutes. */
export async function noteSeen(
  { database, clock }: { database: Database; clock: Clock },
  { token, lastSeenAt }: { token: string; lastSeenAt: number | null },
): Promise<void> {
  const now = clock.now();
  if (lastSeenAt !== null && now - lastSeenAt < SEEN_WITHIN_MS) return;
  await database.write((tx) => markSeen(tx.query, hashSecret(token), now));
}
