import { SYSTEM } from '../../../audit/actors.ts';
import type { Audit } from '../../../audit/append-record.ts';
import type { Database, Transaction } from '../../../database/database.ts';
import { makeAllDue, saveDeliveries } from '../deliveries/store.ts';
import type { Delivery } from '../deliveries/types.ts';
import { auditedAgency, type DisabledReason, type Health, type Subscription } from '../subscription/types.ts';
import { disableSubscription, saveProgress } from '../subscriptions/store.ts';
import type { LogPlace } from './log-place.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
}

/**
 * A commit costs a disk write and the same CPU whatever is in it: what ends within so long, and while the commit before lasts, shares
 * one. Once there are so many nothing more is waited for.
 */
const GATHER_MS = 250;
const GATHERED_AT_MOST = 512;

/** The lease is another process's. */
export class LeaseLost extends Error {}

/** One attempt's consequences. */
export interface Consequence {
  readonly delivery: Delivery;
  /** Those of its incident that were to follow, which wait with it where it failed. */
  readonly behind: readonly Delivery[];
  readonly health: Health;
  readonly isRecovered: boolean;
  readonly disabled: DisabledReason | null;
}

/** When the last of them was attempted. */
const attemptedAt = (consequences: readonly Consequence[]) => consequences.at(-1)?.delivery.lastAttemptAt ?? 0;

/** What is written together. */
interface Gathered {
  readonly consequences: Consequence[];
  readonly waiting: Delivery[];
}

/**
 * Writes what attempts came to, those that ended close together in one transaction with one audit record and the subscription's
 * place in the log. A delivery is written here first. What was not written before a crash is delivered again, under the same
 * id.
 */
export class OutcomeWriter {
  readonly #ports: Ports;
  readonly #subscription: Subscription;
  readonly #owner: string;
  readonly #place: LogPlace;
  readonly #onDisabled: (reason: DisabledReason) => void;
  #gathered: Gathered = { consequences: [], waiting: [] };
  #isGathering = false;
  #written: Promise<void> = Promise.resolve();
  #stopGathering: () => void = () => {};

  constructor(
    ports: Ports,
    subscription: Subscription,
    holding: { owner: string; place: LogPlace; onDisabled: (reason: DisabledReason) => void },
  ) {
    this.#ports = ports;
    this.#subscription = subscription;
    this.#owner = holding.owner;
    this.#place = holding.place;
    this.#onDisabled = holding.onDisabled;
  }

  /** Resolves once this and everything that was added before is durable; waits up to 250 ms for more, unless `flush` is called. */
  add(consequence: Consequence): Promise<void> {
    this.#gathered.consequences.push(consequence);
    return this.#gatherMore(this.#gathered.consequences.length >= GATHERED_AT_MOST);
  }

  /** Stores deliveries that cannot be attempted now, none perhaps, and the place in the log, without waiting for more. */
  hold(deliveries: readonly Delivery[]): Promise<void> {
    this.#gathered.waiting.push(...deliveries);
    return this.#gatherMore(true);
  }

  /** Stores how the endpoint does, with nothing that was sent. */
  async rest(health: Health): Promise<void> {
    const progress = { owner: this.#owner, cursorSeq: this.#place.cursorSeq, health };
    const { database } = this.#ports;
    const isOurs = await database.write((tx) => saveProgress(tx.query, this.#subscription.id, progress));
    if (!isOurs) throw new LeaseLost();
  }

  #gatherMore(isNow: boolean): Promise<void> {
    if (!this.#isGathering) {
      this.#isGathering = true;
      const gathered = this.#gather();
      this.#written = this.#written.then(() => gathered).then(() => this.#write());
      // Whoever added awaits it later, perhaps after the next attempt: until then it must not be without a handler.
      this.#written.catch(() => {});
    }
    if (isNow) this.flush();
    return this.#written;
  }

  /** Writes what was added without waiting for more. */
  flush(): void {
    this.#stopGathering();
  }

  /** Resolves once everything that was added is written, or could not be. */
  async settle(): Promise<void> {
    this.flush();
    await this.#written.catch(() => {});
  }

  #gather(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, GATHER_MS);
      this.#stopGathering = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #write(): Promise<void> {
    const { consequences, waiting } = this.#gathered;
    this.#gathered = { consequences: [], waiting: [] };
    this.#isGathering = false;
    const { database } = this.#ports;
    const deliveries = [...consequences.flatMap(({ delivery, behind }) => [delivery, ...behind]), ...waiting];
    for (const { seq } of deliveries) this.#place.close(seq);
    const { cursorSeq } = this.#place;
    const health = consequences.at(-1)?.health ?? null;
    const disabled = await database.write(async (tx) => {
      // Whoever has the lease now has sent these as well, or will, under the same ids.
      const progress = { owner: this.#owner, cursorSeq, health };
      if (!(await saveProgress(tx.query, this.#subscription.id, progress))) throw new LeaseLost();
      // What waited is attempted now, and not what is stored here, whose backoff begins.
      if (consequences.some(({ isRecovered }) => isRecovered)) {
        await makeAllDue(tx.query, this.#subscription.id, attemptedAt(consequences));
      }
      saveDeliveries(tx, deliveries);
      return consequences.length === 0 ? null : this.#conclude(tx, consequences);
    });
    if (disabled !== null) this.#onDisabled(disabled);
  }

  /** Why the attempts ended the subscription; null where they did not. */
  async #conclude(tx: Transaction, consequences: readonly Consequence[]): Promise<DisabledReason | null> {
    const { id } = this.#subscription;
    const disabled = consequences.find((consequence) => consequence.disabled !== null)?.disabled ?? null;
    const at = attemptedAt(consequences);
    const delivered = consequences.filter(({ delivery }) => delivery.state === 'delivered').length;
    const isDisabled = disabled !== null && (await disableSubscription(tx.query, id, { reason: disabled, at }));
    await this.#ports.audit.append(tx, {
      actor: SYSTEM,
      agencyId: auditedAgency(this.#subscription),
      action: 'webhook.sent',
      outcome: 'success',
      subject: String(id),
      detail: { delivered, failed: consequences.length - delivered, ...(isDisabled && { disabled }) },
    });
    return isDisabled ? disabled : null;
  }
}
