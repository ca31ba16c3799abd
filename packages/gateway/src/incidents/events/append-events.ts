import { takeEventNumbers } from '../../agencies/store.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { insertEvents } from './store.ts';
import type { NewEvent } from './types.ts';

/**
 * Appends events to the agency's log in their order inside the caller's transaction, and notifies readers once after the
 * commit. Call it last but for the audit: on PostgreSQL it makes the agency's other writers wait until the commit.
 */
export async function appendEvents(
  { database }: { database: Database },
  tx: Transaction,
  events: readonly NewEvent[],
): Promise<void> {
  for (const [agencyId, own] of Map.groupBy(events, (event) => event.agencyId)) {
    tx.takeTurn(agencyId);
    const first = await takeEventNumbers(tx.query, agencyId, own.length);
    await insertEvents(
      tx.query,
      own.map((event, index) => ({ ...event, seq: first + index })),
    );
  }
  tx.onCommit(() => database.notifier.notify('events'));
}
