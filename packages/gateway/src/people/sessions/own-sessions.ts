import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { User } from '../users/types.ts';
import {
  deleteSession,
  markSeen,
  type OwnSessionRow,
  openSessionsOf,
  placeOfSession,
  type SessionPlace,
} from './store.ts';

/** A seat that asks all day writes no row for every question. */
const SEEN_WITHIN_MS = 5 * 60_000;
const LOOKED_AT_ONCE = 500;

/** One of a person's open sessions. `id` names it, and opens nothing. */
export interface OwnSession extends OwnSessionRow {
  readonly id: string;
  readonly isCurrent: boolean;
}

const idOf = ({ tokenHash }: OwnSessionRow) => hashSecret(`session ${tokenHash}`).slice(0, 32);

function readBefore(text: string): SessionPlace {
  const [, createdAt, tie] = /^(\d{1,15})\.([0-9a-f]{12})$/.exec(text) ?? [];
  if (createdAt === undefined || tie === undefined) {
    throw refuse.invalidRequest({ description: 'before must be the next_before of a page' });
  }
  return { createdAt: Number(createdAt), tie };
}

/**
 * A page of the person's open sessions, the newest first; `token` is of the one that asks. `nextBefore` asks for the next page, null at the
 * end. Refuses with `invalid_request` a `before` that is none.
 */
export async function listOwnSessions(
  { database, clock }: { database: Database; clock: Clock },
  { user, token, page }: { user: User; token: string; page: { before: string | undefined; limit: number } },
): Promise<{ sessions: readonly OwnSession[]; nextBefore: string | null }> {
  const { before: place, limit } = page;
  const before = place === undefined ? null : readBefore(place);
  const current = hashSecret(token);
  const found = await openSessionsOf(database.read, {
    ...{ userId: user.id, now: clock.now(), before, limit: limit + 1 },
  });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const next = last && placeOfSession(last);
  return {
    sessions: rows.map((row) => ({ ...row, id: idOf(row), isCurrent: row.tokenHash === current })),
    nextBefore: next === undefined ? null : `${next.createdAt}.${next.tie}`,
  };
}

/** The open session of that id, looked for by pages; undefined where it is not the person's. */
async function findOwnSession(query: Database['read'], of: { userId: string; now: number }, id: string) {
  let before: SessionPlace | null = null;
  for (;;) {
    const rows: OwnSessionRow[] = await openSessionsOf(query, { ...of, before, limit: LOOKED_AT_ONCE });
    const found = rows.find((row) => idOf(row) === id);
    const last = rows.at(-1);
    if (found !== undefined || last === undefined || rows.length < LOOKED_AT_ONCE) return found;
    before = placeOfSession(last);
  }
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
    const session = await findOwnSession(tx.query, { userId: user.id, now: clock.now() }, sessionId);
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
