import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import { eventsAfter } from '../../../incidents/events/store.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { Random } from '../../../kernel/random.ts';
import type { Slots } from '../../../kernel/slots.ts';
import { countPending, dueDeliveries, saveDeliveries } from '../deliveries/store.ts';
import { type Delivery, type DueDelivery, newDelivery, type Outcome } from '../deliveries/types.ts';
import { type AttemptPorts, attemptDelivery } from '../sending/attempt-delivery.ts';
import type { DisabledReason, Health, Subscription } from '../subscription/types.ts';
import { wantedEventType } from '../subscription/types.ts';
import { advanceCursor } from '../subscriptions/store.ts';
import { afterAttempt, healthAfter, isEndpointFailing, reasonToDisable } from './after-attempt.ts';
import { LeaseLost, OutcomeWriter } from './outcome-writer.ts';

/** What one subscription at work needs. */
export interface RunPorts extends AttemptPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly random: Random;
  readonly webhookAttempts: Slots;
}

const EVENTS_A_PAGE = 256;
const AT_ONCE = 16;
/** So many deliveries of one incident in a row, then those of others have their turn. */
const LONGEST_TURN = 32;
/** Beyond so many that wait, the log itself is where the rest waits. */
const WAITING_AT_MOST = 10_000;

export interface Holding {
  /** True while no other process can have taken the lease. */
  mayAttempt(): boolean;
  /** Aborted once another process can have taken it. */
  readonly lost: AbortSignal;
  /** Who holds it, as it is written in the row. */
  readonly owner: string;
  /** Incidents that failed since the endpoint's last success. Outlives the run. */
  readonly failedIncidents: Set<string>;
  onDisabled(subscription: Subscription, reason: DisabledReason): void;
}

/**
 * One subscription at work in this process: from its place in the log to its endpoint, 16 incidents at a time, one
 * delivery of an incident after the other. A delivery that fails holds back its own incident alone. Ends when nothing is
 * due any more.
 */
export class SubscriptionRun {
  readonly #ports: RunPorts;
  readonly #holding: Holding;
  readonly #outcomes: OutcomeWriter;
  #subscription: Subscription;
  #health: Health;
  #cursorSeq: number;
  #ready: (readonly DueDelivery[])[] = [];
  readonly #busy = new Set<string>();
  #inFlight = 0;
  readonly #stopping = new AbortController();
  /** The process stops, or the lease is lost. */
  readonly #ending: AbortSignal;
  #isStopped = false;
  #isAwake = true;
  #wakeUp: () => void = () => {};

  constructor(ports: RunPorts, subscription: Subscription, holding: Holding) {
    this.#ports = ports;
    this.#subscription = subscription;
    this.#health = subscription.health;
    this.#cursorSeq = subscription.cursorSeq;
    this.#holding = holding;
    this.#ending = AbortSignal.any([holding.lost, this.#stopping.signal]);
    const onDisabled = (reason: DisabledReason) => {
      this.stop();
      holding.onDisabled(subscription, reason);
    };
    this.#outcomes = new OutcomeWriter(ports, subscription, { owner: holding.owner, onDisabled });
  }

  /** Delivers until nothing is due, the lease is lost or `stop` is called. What runs is awaited. */
  async work(): Promise<void> {
    try {
      while (!this.#isStopped && !this.#isResting()) {
        this.#isAwake = false;
        if (this.#ready.length === 0) await this.#load();
        this.#startAll();
        if (this.#busy.size === 0) return;
        await this.#untilAwake();
      }
    } catch (err) {
      if (!(err instanceof LeaseLost)) throw err;
    } finally {
      this.#isStopped = true;
      this.#dropReady();
      while (this.#busy.size > 0) {
        this.#isAwake = false;
        await this.#untilAwake();
      }
      // The next run must find written what this one sent, or it sends it again.
      await this.#outcomes.settle();
    }
  }

  /** Takes the subscription as it now stands: where to, what and how. */
  refresh(subscription: Subscription): void {
    this.#subscription = subscription;
  }

  /** There may be more to do. */
  wake(): void {
    this.#isAwake = true;
    this.#wakeUp();
  }

  /** Starts no further attempt. */
  stop(): void {
    this.#isStopped = true;
    this.#stopping.abort();
    this.wake();
  }

  #untilAwake(): Promise<void> {
    if (this.#isAwake) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wakeUp = resolve;
    });
  }

  #isResting(): boolean {
    return (this.#health.restingUntil ?? 0) > this.#ports.clock.now();
  }

  #dropReady(): void {
    for (const chain of this.#ready.splice(0)) this.#busy.delete(chain[0]?.event.incidentId ?? '');
  }

  /** What is due, at most a page; the log is read on only where that is less. */
  async #load(): Promise<void> {
    let due = await this.#due();
    while (due.length < EVENTS_A_PAGE && (await this.#advance())) due = await this.#due();
    for (const [incidentId, chain] of Map.groupBy(due, ({ event }) => event.incidentId)) {
      this.#busy.add(incidentId);
      this.#ready.push(chain);
    }
  }

  #due(): Promise<DueDelivery[]> {
    const { database, clock } = this.#ports;
    const { id, agencyId } = this.#subscription;
    const wanted = { now: clock.now(), busy: [...this.#busy], limit: EVENTS_A_PAGE };
    return dueDeliveries(database.read, { id, agencyId }, wanted);
  }

  /**
   * A page of the log becomes deliveries, and the place in the log moves behind it, in one transaction. False at the end of
   * the log, and where too much waits already.
   */
  async #advance(): Promise<boolean> {
    if (this.#isStopped || !this.#holding.mayAttempt()) return false;
    const { database } = this.#ports;
    const { id, agencyId } = this.#subscription;
    const events = await eventsAfter(database.read, agencyId, this.#cursorSeq, EVENTS_A_PAGE);
    const to = events.at(-1)?.seq;
    if (to === undefined || (await countPending(database.read, id)) >= WAITING_AT_MOST) return false;
    const deliveries = events.flatMap((event) => this.#deliveryOf(event) ?? []);
    await database.write(async (tx) => {
      const step = { owner: this.#holding.owner, from: this.#cursorSeq, to };
      if (!(await advanceCursor(tx.query, id, step))) throw new LeaseLost();
      saveDeliveries(tx, deliveries);
    });
    this.#cursorSeq = to;
    return true;
  }

  #deliveryOf(event: IncidentEvent): Delivery | null {
    const { id } = this.#subscription;
    const eventType = wantedEventType(this.#ports.webhookEncoders, this.#subscription, event);
    if (eventType === null) return null;
    const { seq, epoch, incidentId } = event;
    return newDelivery({ subscriptionId: id, seq, epoch, incidentId, eventType }, this.#ports.clock.now());
  }

  #startAll(): void {
    const width = isEndpointFailing(this.#holding.failedIncidents.size) ? 1 : AT_ONCE;
    while (this.#inFlight < width) {
      const chain = this.#ready.shift();
      if (chain === undefined) return;
      this.#inFlight += 1;
      this.#deliver(chain).catch((err) => this.#giveUp(chain, err));
    }
  }

  /** An attempt that failed by a fault of ours is made again by the next run, and holds nobody's turn meanwhile. */
  #giveUp(chain: readonly DueDelivery[], err: unknown): void {
    this.#ports.log.error(
      { err, subscription: this.#subscription.id },
      'a webhook could not be attempted; trying again',
    );
    this.#inFlight -= 1;
    this.#busy.delete(chain[0]?.event.incidentId ?? '');
    this.stop();
  }

  /** One incident's deliveries, one after the other, up to the first that fails. */
  async #deliver(chain: readonly DueDelivery[]): Promise<void> {
    let written: Promise<void> = Promise.resolve();
    let isStuck = false;
    const turn = chain.slice(0, LONGEST_TURN);
    for (const due of turn) {
      const consequence = this.#mayGoOn() ? await this.#attempt(due) : null;
      if (consequence !== null) written = this.#outcomes.add(consequence);
      isStuck = consequence?.delivery.state !== 'delivered';
      if (isStuck) break;
    }
    this.#inFlight -= 1;
    const isUnfinished = !isStuck && chain.length > turn.length && this.#mayGoOn();
    if (isUnfinished) this.#ready.push(chain.slice(turn.length));
    if (this.#inFlight === 0 && this.#ready.length === 0) this.#outcomes.flush();
    this.wake();
    await written.catch((err) => {
      this.#ports.log.error({ err }, 'outcomes of webhooks could not be written; they are delivered again');
      this.stop();
    });
    if (isUnfinished) return;
    this.#busy.delete(chain[0]?.event.incidentId ?? '');
    this.wake();
  }

  #mayGoOn(): boolean {
    if (this.#isStopped || this.#isResting()) return false;
    if (!this.#holding.mayAttempt()) this.stop();
    return !this.#isStopped;
  }

  /** Null where the process is stopping: what was broken off was no fault of the endpoint's. */
  async #attempt({ delivery, event }: DueDelivery) {
    const { failedIncidents } = this.#holding;
    const outcome = await this.#attemptInTurn(delivery.id, event);
    if (outcome === null) return null;
    if (!this.#holding.mayAttempt()) this.stop();
    if (this.#isStopped && outcome.status === null) return null;
    const isRecovered = outcome.isDelivered && isEndpointFailing(failedIncidents.size);
    if (outcome.isDelivered) failedIncidents.clear();
    else failedIncidents.add(event.incidentId);
    const tried = afterAttempt(delivery, outcome, this.#ports.random);
    const disabled = reasonToDisable(tried, outcome, this.#health);
    this.#health = healthAfter(this.#health, outcome, failedIncidents.size);
    return { delivery: tried, health: this.#health, isRecovered, disabled };
  }

  /** Null where the process stops, or loses the lease, while others' attempts take up all that may run at once. */
  async #attemptInTurn(id: string, event: IncidentEvent): Promise<Outcome | null> {
    const { lost } = this.#holding;
    const { webhookAttempts: attempts } = this.#ports;
    const giveBack = await attempts.take(this.#subscription.agencyId, this.#ending).catch(() => null);
    if (giveBack === null) return null;
    return attemptDelivery(this.#ports, this.#subscription, { id, event }, lost).finally(giveBack);
  }
}
