import type { Database, Transaction } from '../../database/database.ts';
import { traceHeaders } from '../../kernel/tracing/tracing.ts';
import { writeTexts } from '../search-index/store.ts';
import { searchTextsOf } from './search-texts.ts';
import { writeEvents } from './store.ts';
import type { NewEvent } from './types.ts';

/**
 * Appends events to the agency's log in their order inside the caller's transaction, and notifies readers once after the
 * commit. They are numbered and written last, with those of the units that share the commit, so that the agency's row is locked
 * only while it commits.
 */
export function appendEvents({ database }: { database: Database }, tx: Transaction, events: readonly NewEvent[]): void {
  const agencyIds = new Set(events.map(({ agencyId }) => agencyId));
  for (const agencyId of agencyIds) tx.takeTurn(agencyId);
  const { traceparent = null } = traceHeaders();
  const texts = searchTextsOf(events);
  // Before the events, whose numbers lock the agency's row.
  if (texts.length > 0) tx.writeLast(writeTexts, texts);
  tx.writeLast(
    writeEvents,
    events.map((event) => ({ ...event, traceparent })),
  );
  tx.onCommit(() => {
    for (const agencyId of agencyIds) database.notifier.notify('events', agencyId);
  });
}
