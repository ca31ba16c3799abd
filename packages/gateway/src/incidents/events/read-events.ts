import { refuse } from '../../kernel/errors.ts';
import type { IncidentParts } from '../parts.ts';
import { cursorOf, readCursor } from './cursor.ts';
import { eventsBetween, logSpan } from './store.ts';
import type { EventFilter, IncidentEvent } from './types.ts';

/** So many numbers of the log one request looks through, so that a rare filter costs no more than a common one. */
const LOOKED_THROUGH = 5_000;

type Reading = Pick<IncidentParts, 'database'>;

/**
 * Where a reader of the agency's log stands: after the cursor, or at its end without one. Refuses a cursor of another
 * agency or ahead of the log (`invalid_request`), and one whose next event is not kept any more (`cursor_expired`).
 */
export async function findPosition(
  { database }: Reading,
  agencyId: string,
  after: string | undefined,
): Promise<{ seq: number; head: number }> {
  const given = after === undefined ? null : readCursor(after, agencyId);
  const { head, oldest } = await logSpan(database.read, agencyId);
  if (given === null) return { seq: head, head };
  if (given > head) throw refuse.invalidRequest({ description: `after is ahead of the log, which ends at ${head}` });
  if (given + 1 < oldest) {
    throw refuse.cursorExpired({
      description: `Events up to ${agencyId}:${oldest - 1} are not kept any more; read the incidents anew, then go on after it`,
    });
  }
  return { seq: given, head };
}

/**
 * A page of the agency's events in order: those after the cursor, or the newest without one. `nextCursor` continues where
 * this page ends, also where nothing on it fits the filter; a filter that names no incident looks through
 * 5,000 events a page. Refuses as `findPosition` does.
 */
export async function readEvents(
  parts: Reading,
  agencyId: string,
  page: { after: string | undefined; limit: number; filter: EventFilter },
): Promise<{ events: readonly IncidentEvent[]; nextCursor: string }> {
  const { after, limit, filter } = page;
  const { seq, head } = await findPosition(parts, agencyId, after);
  const lookedThrough = filter.incidentId === null ? LOOKED_THROUGH : head;
  if (after === undefined) {
    const span = { from: Math.max(1, head - lookedThrough + 1), to: head };
    const events = await eventsBetween(parts.database.read, agencyId, { ...span, order: 'desc', limit, filter });
    return { events: events.reverse(), nextCursor: cursorOf({ agencyId, seq: head }) };
  }
  const span = { from: seq + 1, to: Math.min(head, seq + lookedThrough) };
  const events = await eventsBetween(parts.database.read, agencyId, { ...span, order: 'asc', limit, filter });
  const last = events.length === limit ? events.at(-1)?.seq : undefined;
  return { events, nextCursor: cursorOf({ agencyId, seq: last ?? span.to }) };
}
