import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { deleteExpiredIds, insertUsedId } from './store.ts';

const FORGET_EVERY_MS = 60_000;

/** A `jti`, and what it is unique within: assertions of one client, proofs of one key. */
export interface OneTimeId {
  readonly kind: 'client_assertion' | 'dpop_proof';
  readonly owner: string;
  readonly jti: string;
  /** When whatever carries it is refused by its own time; kept until then. */
  readonly expiresAt: number;
}

/** Lets a signed one-time id through once, on every process and across restarts. */
export class ReplayGuard {
  readonly #database: Database;
  readonly #clock: Clock;
  #forgotAt = 0;

  constructor(ports: { database: Database; clock: Clock }) {
    this.#database = ports.database;
    this.#clock = ports.clock;
  }

  /** True for the first use, durable before it resolves. Call it last, after every other check has passed. */
  isFirstUse({ kind, owner, jti, expiresAt }: OneTimeId): Promise<boolean> {
    // JSON keeps the parts apart, whatever characters the owner or the sender chose.
    const idHash = hashSecret(JSON.stringify([kind, owner, jti]));
    const now = this.#clock.now();
    const isTimeToForget = now - this.#forgotAt >= FORGET_EVERY_MS;
    if (isTimeToForget) this.#forgotAt = now;
    return this.#database.write(async (tx) => {
      if (isTimeToForget) await deleteExpiredIds(tx.query, now);
      return insertUsedId(tx.query, idHash, expiresAt);
    });
  }
}
