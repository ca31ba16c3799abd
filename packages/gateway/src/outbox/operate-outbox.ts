import type { Audit } from '../audit/append-record.ts';
import type { Actor } from '../audit/types.ts';
import type { Database } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { refuse } from '../kernel/errors.ts';
import type { Origin } from '../kernel/origin.ts';
import { findEntry, makeDue, newestEntries } from './store.ts';
import type { OutboxEntry } from './types.ts';

const MOST_LISTED = 500;

/** What waits, was sent or was given up, newest first, 500 at most; for operators. The texts are not among it. */
export function listOutbox({ database }: { database: Database }): Promise<OutboxEntry[]> {
  return newestEntries(database.read, MOST_LISTED);
}

/**
 * Makes a mail due now, with all its attempts before it, atomically with its audit record. Refuses one that is not there
 * (`not_found`), and one that was sent, whose text is erased (`conflict`).
 */
export async function retryMail(
  { database, audit, clock }: { database: Database; audit: Audit; clock: Clock },
  { id, actor, origin }: { id: string; actor: Actor; origin?: Origin },
): Promise<OutboxEntry> {
  return database.write(async (tx) => {
    const unknown = () => refuse.notFound({ description: 'No mail with this id' });
    if ((await findEntry(tx.query, id)) === undefined) throw unknown();
    if (!(await makeDue(tx.query, id, clock.now()))) {
      throw refuse.conflict({ description: 'This mail was sent, and its text is erased; have it made again' });
    }
    await audit.append(tx, {
      actor,
      agencyId: null,
      action: 'outbox.retried',
      outcome: 'success',
      subject: id,
      ...(origin && { origin }),
    });
    const entry = await findEntry(tx.query, id);
    if (entry === undefined) throw unknown();
    return entry;
  });
}
