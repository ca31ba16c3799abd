import type { Database } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import { cursorOf, type LogOf, readCursor } from './cursor.ts';
import { eventsBetween, logSpan } from './store.ts';
import type { EventFilter, IncidentEvent } from './types.ts';

/** So many numbers of the log one request looks through, so that a rare filter costs no more than a common one. */
const LOOKED_THROUGH = 5_000;

interface Reading {
  readonly database: Database;
}

/**
 * Where a reader of the agency's log stands: after the cursor, or at its end without one. Refuses a cursor of another
 * agency or ahead of the log (`invalid_request`), one whose next event is not kept any more (`cursor_expired`), and one of
 * before a restore (`resync_required`).
 */
export async function findPosition(
  { database }: Reading,
  agencyId: string,
  after: string | undefined,
): Promise<LogOf & { seq: number; head: number }> {
  const { head, oldest, epoch } = await logSpan(database.read, agencyId);
  const given = after === undefined ? null : readCursor(after, { agencyId, epoch });
  if (given === null) return { agencyId, epoch, seq: head, head };
  if (given > head)
    throw refuse.invalidRequest({ description: `after must not be ahead of the log, which ends at ${head}` });
  if (given + 1 < oldest) {
    throw refuse.cursorExpired({
      description: `Events up to ${cursorOf({ agencyId, epoch, seq: oldest - 1 })} are not kept any more; read the incidents anew, then go on after it`,
    });
  }
  return { agencyId, epoch, seq: given, head };
}

/** Where a page of the log ends, both ways. */
interface EventPage {
  readonly events: readonly IncidentEvent[];
  /** Everything after it comes with this as `after`. */
  readonly nextCursor: string;
  /** What is older comes with this as `before`; null where nothing older is kept. */
  readonly previousCursor: string | null;
}

/**
 * A page of the agency's events in order: those after one cursor, those before one, or the newest without either. The cursors
 * continue where the page ends, also where nothing on it fits the filter; a filter that names no incident looks through 5,000
 * events a page. Refuses both cursors at once (`invalid_request`), and as `findPosition` does.
 */
export async function readEvents(
  ports: Reading,
  agencyId: string,
  page: { after: string | undefined; before?: string | undefined; limit: number; filter: EventFilter },
): Promise<EventPage> {
  const { after, before, limit, filter } = page;
  if (after !== undefined && before !== undefined) {
    throw refuse.invalidRequest({ description: 'after and before must not be sent together' });
  }
  const { seq, head, epoch } = await findPosition(ports, agencyId, after);
  const { oldest } = await logSpan(ports.database.read, agencyId);
  const lookedThrough = filter.incidentId === null ? LOOKED_THROUGH : head;
  const previousOf = (first: number) => (first <= oldest ? null : cursorOf({ agencyId, epoch, seq: first }));
  if (after === undefined) {
    const to = before === undefined ? head : readBefore(before, { agencyId, epoch }, head) - 1;
    const span = { from: Math.max(1, to - lookedThrough + 1), to };
    const events = await eventsBetween(ports.database.read, agencyId, { ...span, order: 'desc', limit, filter });
    const first = events.length === limit ? events.at(-1)?.seq : undefined;
    const previousCursor = previousOf(first ?? span.from);
    return {
      events: events.reverse(),
      nextCursor: cursorOf({ agencyId, epoch, seq: Math.max(oldest - 1, to) }),
      previousCursor,
    };
  }
  const span = { from: seq + 1, to: Math.min(head, seq + lookedThrough) };
  const events = await eventsBetween(ports.database.read, agencyId, { ...span, order: 'asc', limit, filter });
  const last = events.length === limit ? events.at(-1)?.seq : undefined;
  const nextCursor = cursorOf({ agencyId, epoch, seq: last ?? span.to });
  return { events, nextCursor, previousCursor: previousOf(span.from) };
}

function readBefore(given: string, log: LogOf, head: number): number {
  const before = readCursor(given, log, 'before');
  if (before <= head + 1) return before;
  throw refuse.invalidRequest({ description: `before must not be ahead of the log, which ends at ${head}` });
}
