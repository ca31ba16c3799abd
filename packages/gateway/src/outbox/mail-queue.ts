import type { Transaction } from '../database/database.ts';
import type { Clock } from '../kernel/clock.ts';
import { newUuid, type Random } from '../kernel/random.ts';
import { type Seal, textPurpose } from '../kernel/seal.ts';
import { insertEntry } from './store.ts';
import type { MailMessage } from './types.ts';

/** Mail that is sent once a transaction has committed, and not otherwise. */
export interface MailQueue {
  /** False where no mail server is configured: nothing is ever sent, and the caller shows what it would have mailed. */
  readonly isOn: boolean;
  /**
   * Part of the caller's transaction: the mail is sent after the commit, by any process that can read it, which is every one
   * with the same key. Does nothing where mail is off. Of several with the same `onceAs`, which is the id of the mail, the first is
   * sent alone, as long as it is kept.
   */
  queue(tx: Transaction, message: MailMessage & { readonly onceAs?: string }): Promise<void>;
}

export function createMailQueue(ports: {
  clock: Clock;
  random: Random;
  seal: Seal;
  isOn: boolean;
  /** Called after each commit: a mail waits in this process's database. */
  onQueued: () => void;
}): MailQueue {
  const { clock, random, seal, isOn, onQueued } = ports;
  return {
    isOn,
    async queue(tx, { to, subject, text, onceAs }) {
      if (!isOn) return;
      const id = onceAs ?? newUuid(clock, random);
      const sealedText = seal.seal(text, textPurpose(id));
      const { fingerprint: sealedUnder } = seal;
      const createdAt = clock.now();
      await insertEntry(tx.query, { id, recipient: to, subject, sealedText, sealedUnder, createdAt });
      tx.onCommit(onQueued);
    },
  };
}
