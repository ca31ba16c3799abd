import { createHash } from 'node:crypto';
import type { Database, Sharing, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { findUsedKey, insertUsedKey, type UsedKey } from './store.ts';

/** A request as idempotency sees it: whose key, and everything that makes two requests the same one. */
export interface KeyedRequest {
  readonly clientId: string;
  readonly key: string | null;
  readonly content: readonly unknown[];
}

/** What a request stored: the answer to it and to every repeat. */
export interface Receipt {
  readonly incidentId: string;
  readonly entries: readonly { readonly id: string; readonly at: number }[];
}

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
}

const ATTEMPTS = 3;

/** Signals that the same request was written meanwhile; the transaction is undone and that one answered. */
export class AlreadyWritten extends Error {}

/**
 * Writes once a key. `write` calls `claim` as soon as the incident is known; where the same request won the race, nothing is
 * written and the winner's answer is returned. `readAnswer` gives the answer of the request the key was used for, or nothing
 * where it is not known any more. `findEarlier` finds a repeat that has no key; `prepare` runs before the transaction, and not
 * for a repeat; `agencyOf` names, after it, the agency whose writes this one waits among, and `sharing` is that of `WriteOptions`. Refuses a key that was used for
 * another request (`idempotency_conflict`).
 */
export async function writeOnce<Answer>(
  { database, clock }: Ports,
  { clientId, key, content }: KeyedRequest,
  work: {
    readAnswer: (used: UsedKey) => Promise<Answer | undefined>;
    findEarlier?: () => Promise<Answer | undefined>;
    prepare?: () => Promise<void>;
    agencyOf: () => string | null;
    sharing?: Sharing;
    write: (tx: Transaction, claim: (incidentId: string, receipt: unknown) => Promise<void>) => Promise<Answer>;
  },
): Promise<Answer> {
  const requestHash = createHash('sha256').update(JSON.stringify(content)).digest('hex');

  async function findAnswer(): Promise<Answer | undefined> {
    const used = key === null ? undefined : await findUsedKey(database.read, clientId, key);
    if (used === undefined) return work.findEarlier?.();
    const answer = used.requestHash === requestHash ? await work.readAnswer(used) : undefined;
    if (answer !== undefined) return answer;
    throw refuse.idempotencyConflict({
      description: 'This Idempotency-Key was used for a different request; use a new key for a new one',
    });
  }

  async function claim(tx: Transaction, incidentId: string, receipt: unknown): Promise<void> {
    if (key === null) return;
    const use = { clientId, key, requestHash, incidentId, receipt, createdAt: clock.now() };
    if (!(await insertUsedKey(tx.query, use))) throw new AlreadyWritten();
  }

  const earlier = await findAnswer();
  if (earlier !== undefined) return earlier;
  await work.prepare?.();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const agencyId = work.agencyOf();
      return await database.write((tx) => work.write(tx, (incidentId, receipt) => claim(tx, incidentId, receipt)), {
        agencyId,
        sharing: work.sharing ?? 'agency',
      });
    } catch (err) {
      if (!(err instanceof AlreadyWritten)) throw err;
      const winner = await findAnswer();
      if (winner !== undefined) return winner;
      // What it repeated ended in between: then it is not a repeat any more.
      if (attempt === ATTEMPTS) throw err;
    }
  }
}

/**
 * As `writeOnce`, for a request to one agency that is answered with what it stored. `write` returns this receipt, or one of an
 * incident that was there before, with which it called `claim`.
 */
export function writeReceipt(
  ports: Ports,
  request: KeyedRequest & { readonly agencyId: string },
  work: {
    receipt: Receipt;
    findEarlier?: () => Promise<Receipt | undefined>;
    prepare?: () => Promise<void>;
    sharing?: Sharing;
    write: (tx: Transaction, claim: (receipt?: Receipt) => Promise<void>) => Promise<Receipt>;
  },
): Promise<Receipt> {
  return writeOnce<Receipt>(ports, request, {
    ...work,
    readAnswer: async ({ receipt }) => (receipt as Receipt | null) ?? undefined,
    agencyOf: () => request.agencyId,
    write: (tx, claim) => work.write(tx, (receipt = work.receipt) => claim(receipt.incidentId, receipt)),
  });
}
