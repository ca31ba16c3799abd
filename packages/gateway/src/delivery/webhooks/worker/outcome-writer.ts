import { SYSTEM } from '../../../audit/actors.ts';
import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import { makeAllDue, saveDeliveries } from '../deliveries/store.ts';
import type { Delivery } from '../deliveries/types.ts';
import { auditedAgency, type DisabledReason, type Health, type Subscription } from '../subscription/types.ts';
import { disableSubscription, updateHealth } from '../subscriptions/store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
}

/** A commit costs a disk write: what ends within so long shares one. */
const GATHER_MS = 25;
const GATHERED_AT_MOST = 256;

/** The lease is another process's. */
export class LeaseLost extends Error {}

/** One attempt's consequences. */
export interface Consequence {
  readonly delivery: Delivery;
  readonly health: Health;
  readonly isRecovered: boolean;
  readonly disabled: DisabledReason | null;
}

/**
 * Writes what attempts came to, those that ended close together in one transaction with one audit record. What was not
 * written before a crash is delivered again, under the same id.
 */
export class OutcomeWriter {
  readonly #ports: Ports;
  readonly #subscription: Subscription;
  readonly #owner: string;
  readonly #onDisabled: (reason: DisabledReason) => void;
  #waiting: Consequence[] = [];
  #written: Promise<void> = Promise.resolve();
  #stopGathering: () => void = () => {};

  constructor(
    ports: Ports,
    subscription: Subscription,
    holding: { owner: string; onDisabled: (reason: DisabledReason) => void },
  ) {
    this.#ports = ports;
    this.#subscription = subscription;
    this.#owner = holding.owner;
    this.#onDisabled = holding.onDisabled;
  }

  /** Resolves once this and everything that was added before is durable; waits 25 ms for more, unless `flush` is called. */
  add(consequence: Consequence): Promise<void> {
    this.#waiting.push(consequence);
    if (this.#waiting.length === 1) {
      const gathered = this.#gather();
      this.#written = this.#written.then(() => gathered).then(() => this.#write());
      // Whoever added awaits it later, perhaps after the next attempt: until then it must not be without a handler.
      this.#written.catch(() => {});
    }
    if (this.#waiting.length >= GATHERED_AT_MOST) this.flush();
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
    const batch = this.#waiting.splice(0);
    const last = batch.at(-1);
    if (last === undefined) return;
    const { database, audit } = this.#ports;
    const { id } = this.#subscription;
    const disabled = batch.find((consequence) => consequence.disabled !== null)?.disabled ?? null;
    const at = last.delivery.lastAttemptAt ?? 0;
    const delivered = batch.filter(({ delivery }) => delivery.state === 'delivered').length;
    const hasEnded = await database.write(async (tx) => {
      // Whoever has the lease now has sent these as well, or will, under the same ids.
      if (!(await updateHealth(tx.query, id, this.#owner, last.health))) throw new LeaseLost();
      saveDeliveries(
        tx,
        batch.map(({ delivery }) => delivery),
      );
      if (batch.some(({ isRecovered }) => isRecovered)) await makeAllDue(tx.query, id, at);
      const isDisabled = disabled !== null && (await disableSubscription(tx.query, id, { reason: disabled, at }));
      await audit.append(tx, {
        actor: SYSTEM,
        agencyId: auditedAgency(this.#subscription),
        action: 'webhook.sent',
        outcome: 'success',
        subject: String(id),
        detail: { delivered, failed: batch.length - delivered, ...(isDisabled && { disabled }) },
      });
      return isDisabled;
    });
    if (hasEnded && disabled !== null) this.#onDisabled(disabled);
  }
}
