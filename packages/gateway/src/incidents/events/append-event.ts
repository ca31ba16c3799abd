import type { Database, Transaction } from '../../database/database.ts';
import { insertEvent, takeNextSeq } from './store.ts';
import type { EventType } from './types.ts';

/**
 * Appends one event to the agency's log inside the caller's transaction, and rings after the commit. Call it last but
 * for the audit: on PostgreSQL it makes the agency's other writers wait until the commit. Returns the event's number.
 */
export async function appendEvent(
  { database }: { database: Database },
  tx: Transaction,
  event: { agencyId: string; incidentId: string; type: EventType; at: number; body: Readonly<Record<string, unknown>> },
): Promise<number> {
  const seq = await takeNextSeq(tx.query, event.agencyId);
  await insertEvent(tx.query, { ...event, seq });
  tx.onCommit(() => database.doorbell.ring('events'));
  return seq;
}
