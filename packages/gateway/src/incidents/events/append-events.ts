import type { Database, Transaction } from '../../database/database.ts';
import { insertEvent, takeNextSeq } from './store.ts';
import type { IncidentEvent } from './types.ts';

/**
 * Appends events to the agency's log in their order inside the caller's transaction, and rings once after the commit.
 * Call it last but for the audit: on PostgreSQL it makes the agency's other writers wait until the commit.
 */
export async function appendEvents(
  { database }: { database: Database },
  tx: Transaction,
  events: readonly Omit<IncidentEvent, 'seq'>[],
): Promise<void> {
  for (const event of events) {
    const seq = await takeNextSeq(tx.query, event.agencyId);
    await insertEvent(tx.query, { ...event, seq });
  }
  tx.onCommit(() => database.doorbell.ring('events'));
}
