import { createHash } from 'node:crypto';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { findUsedKey, insertUsedKey } from './store.ts';

/** A request as idempotency sees it: whose key, and everything that makes two requests the same one. */
export interface KeyedRequest {
  readonly agencyId: string;
  readonly clientId: string;
  readonly key: string | null;
  readonly content: readonly unknown[];
}

/** What a request stored: the answer to it and to every repeat. */
export interface Receipt {
  readonly incidentId: string;
  readonly entries: readonly { readonly id: string; readonly at: number }[];
}

const ATTEMPTS = 3;

/** Signals that the same request was written meanwhile; the transaction is undone and that one answered. */
export class AlreadyWritten extends Error {}

/**
 * Writes once a key. `write` calls `claim` as soon as the incident's row is its own; where the same request won the race,
 * nothing is written and the winner's receipt is returned. `findEarlier` finds a repeat that has no key; `prepare` runs before
 * the transaction, and not for a repeat. Refuses a key that was used for another request (`idempotency_conflict`).
 */
export async function writeOnce(
  parts: { database: Database; clock: Clock },
  request: KeyedRequest,
  work: {
    receipt: Receipt;
    prepare?: () => Promise<void>;
    findEarlier?: () => Promise<Receipt | undefined>;
    /** Returns what is answered: this receipt, or one of an incident that was there before, with which it called `claim`. */
    write: (tx: Transaction, claim: (receipt?: Receipt) => Promise<void>) => Promise<Receipt>;
  },
): Promise<Receipt> {
  const requestHash = createHash('sha256').update(JSON.stringify(request.content)).digest('hex');
  const { clientId, key } = request;

  async function findReceipt(): Promise<Receipt | undefined> {
    const used = key === null ? undefined : await findUsedKey(parts.database.read, clientId, key);
    if (used === undefined) return work.findEarlier?.();
    if (used.requestHash !== requestHash || used.receipt === null) {
      throw refuse.idempotencyConflict({
        description: 'This Idempotency-Key was used for a different request; use a new key for a new one',
      });
    }
    return used.receipt as Receipt;
  }

  async function claim(tx: Transaction, receipt = work.receipt): Promise<void> {
    if (key === null) return;
    const { incidentId } = receipt;
    const use = { clientId, key, requestHash, incidentId, receipt, createdAt: parts.clock.now() };
    if (!(await insertUsedKey(tx.query, use))) throw new AlreadyWritten();
  }

  const earlier = await findReceipt();
  if (earlier !== undefined) return earlier;
  await work.prepare?.();
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await parts.database.write((tx) => work.write(tx, (receipt) => claim(tx, receipt)), request);
    } catch (err) {
      if (!(err instanceof AlreadyWritten)) throw err;
      const winner = await findReceipt();
      if (winner !== undefined) return winner;
      // What it repeated ended in between: then it is not a repeat any more.
      if (attempt === ATTEMPTS) throw err;
    }
  }
}
