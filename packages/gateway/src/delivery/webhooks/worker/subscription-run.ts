import type { Audit } from '../../../audit/append-record.ts';
import type { Database } from '../../../database/database.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { Random } from '../../../kernel/random.ts';
import { logRetried } from '../../../kernel/retried-failures.ts';
import type { Slots } from '../../../kernel/slots.ts';
import { dueDeliveries, nextAttemptOf, pendingIncidents } from '../deliveries/store.ts';
import type { Delivery, DueDelivery, Outcome } from '../deliveries/types.ts';
import { type AttemptPorts, attemptDelivery } from '../sending/attempt-delivery.ts';
import type { DisabledReason, Health, Subscription } from '../subscription/types.ts';
import {
  afterAttempt,
  hasAnsweredLast,
  healthAfter,
  isEndpointFailing,
  LONGEST_REST_MS,
  reasonToDisable,
} from './after-attempt.ts';
import type { FailedIncidents } from './failed-incidents.ts';
import { type Chain, IncidentChains } from './incident-chains.ts';
import { LogPlace } from './log-place.ts';
import { type Consequence, LeaseLost, OutcomeWriter } from './outcome-writer.ts';
import { EVENTS_A_PAGE, readPage } from './read-page.ts';

/** What one subscription at work needs. */
export interface RunPorts extends AttemptPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly random: Random;
  readonly webhookAttempts: Slots;
}

const AT_ONCE = 16;
/** So many deliveries of one incident in a row, then those of others have their turn. */
const LONGEST_TURN = 32;
/** Beyond so many that are in memory, those of an incident whose turn takes long are stored and wait there. */
const IN_MEMORY_AT_MOST = 2_048;
/** Beyond so many that are stored and wait, the log itself is where the rest waits. */
const WAITING_AT_MOST = 10_000;
/** So far the log is read for an incident to try a failing endpoint with. */
const TRIAL_PAGES = 8;

export interface Holding {
  /** True while no other process can have taken the lease. */
  mayAttempt(): boolean;
  /** Aborted once another process can have taken it. */
  readonly lost: AbortSignal;
  /** Who holds it, as it is written in the row. */
  readonly owner: string;
  /** Incidents that failed since the endpoint's last success. Outlives the run. */
  readonly failedIncidents: FailedIncidents;
  onDisabled(subscription: Subscription, reason: DisabledReason): void;
}

/** All of it but how it does, as text. */
const settingsOf = (subscription: Subscription) => JSON.stringify({ ...subscription, cursorSeq: 0, health: null });

/**
 * One subscription at work in this process: from its place in the log to its endpoint, 16 incidents at a time, one
 * delivery of an incident after the other; one at a time until an endpoint has answered that did not last. A delivery is stored once, with what its attempt came to; only what must wait is
 * stored before. One that fails holds back its own incident alone. Ends when nothing is due any more. Of an endpoint that fails a
 * run is one delivery: the rest stays in the log, where it costs nothing.
 */
export class SubscriptionRun {
  readonly #ports: RunPorts;
  readonly #holding: Holding;
  readonly #outcomes: OutcomeWriter;
  readonly #place: LogPlace;
  #subscription: Subscription;
  #health: Health;
  readonly #chains = new IncidentChains();
  /** Incidents with deliveries that wait in the database: whatever follows of them waits there, too. */
  #held = new Set<string>();
  #inFlight = 0;
  /** So many may be at once. An endpoint that does not answer keeps what it was sent for as long as an attempt may take. */
  #atOnce: number;
  readonly #stopping = new AbortController();
  /** The process stops, or the lease is lost. */
  readonly #ending: AbortSignal;
  #isStopped = false;
  /** There may be events, or deliveries that are due, which were not there when it looked last. */
  #mayHaveMore = true;
  /** The endpoint fails, and one delivery tries it. */
  #isTrial = false;
  /** The log was read to its end. */
  #isAtEnd = false;
  #isAwake = true;
  #wakeUp: () => void = () => {};

  constructor(ports: RunPorts, subscription: Subscription, holding: Holding) {
    this.#ports = ports;
    this.#subscription = subscription;
    this.#health = subscription.health;
    this.#atOnce = hasAnsweredLast(subscription.health) ? AT_ONCE : 1;
    this.#place = new LogPlace(subscription.cursorSeq);
    this.#holding = holding;
    this.#ending = AbortSignal.any([holding.lost, this.#stopping.signal]);
    const onDisabled = (reason: DisabledReason) => {
      this.stop();
      holding.onDisabled(subscription, reason);
    };
    this.#outcomes = new OutcomeWriter(ports, subscription, { owner: holding.owner, place: this.#place, onDisabled });
  }

  /** Delivers until nothing is due, the lease is lost or `stop` is called. What runs is awaited. */
  async work(): Promise<void> {
    try {
      while (!this.#isStopped && !this.#isResting()) {
        this.#isAwake = false;
        if (this.#chains.ready === 0 && this.#inFlight < this.#width() && this.#mayLoad()) await this.#load();
        this.#startAll();
        // What ended while it was read for is busy no more, and what follows of it was left out.
        if (this.#chains.size === 0 && !this.#isAwake) return;
        await this.#untilAwake();
      }
    } catch (err) {
      if (!(err instanceof LeaseLost)) throw err;
    } finally {
      this.#isStopped = true;
      this.#chains.dropReady();
      while (this.#chains.size > 0) {
        this.#isAwake = false;
        await this.#untilAwake();
      }
      // The next run must find written what this one sent, or it sends it again.
      await this.#outcomes.settle();
    }
  }

  /** Takes the subscription as it now stands: where to, what and how. */
  refresh(subscription: Subscription): void {
    // Its secrets are opened once for each that was read.
    if (settingsOf(subscription) !== settingsOf(this.#subscription)) this.#subscription = subscription;
  }

  /** There may be more to do than there was: events, or deliveries that are due. */
  wake(): void {
    this.#mayHaveMore = true;
    this.#goOn();
  }

  #goOn(): void {
    this.#isAwake = true;
    this.#wakeUp();
  }

  /** Starts no further attempt. */
  stop(): void {
    this.#isStopped = true;
    this.#stopping.abort();
    this.#goOn();
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

  /** Most attempts end with nothing new to read, which to find out costs more than the attempt. */
  #mayLoad(): boolean {
    return !this.#isTrial && (this.#mayHaveMore || !this.#isAtEnd || this.#held.size > 0);
  }

  /** What is due, for as many incidents as may be at work; the log is read on only where that is less. */
  async #load(): Promise<void> {
    if (isEndpointFailing(this.#holding.failedIncidents.size)) return this.#loadTrial();
    this.#mayHaveMore = false;
    do {
      const waiting = await this.#findHeld();
      if (waiting > 0) for (const due of await this.#due(EVENTS_A_PAGE)) this.#chains.add(due);
      if (waiting >= WAITING_AT_MOST) return;
    } while (this.#hasRoom() && (await this.#readOn()));
  }

  /**
   * What is due first, or else the first event of an incident nothing waits of. With neither the endpoint rests until something is due:
   * whatever follows of the others waits in the log, or stored behind them, which alone is no reason to look again.
   */
  async #loadTrial(): Promise<void> {
    this.#isTrial = true;
    const now = this.#ports.clock.now();
    const [due] = (await this.#findHeld()) > 0 ? await this.#due(1, now) : [];
    if (due !== undefined) return this.#chains.add(due);
    for (let pages = 0; pages < TRIAL_PAGES && !this.#isAtEnd; pages += 1) {
      const next = (await this.#readPage()).find(({ event }) => !this.#held.has(event.incidentId));
      if (next !== undefined) return this.#chains.add(next);
    }
    if (this.#isStopped) return;
    const isToWait = this.#place.openCount > 0 || (this.#isAtEnd && this.#held.size > 0);
    if (isToWait) await this.#restUntilDue(now);
    else await this.#outcomes.hold([]);
  }

  async #restUntilDue(now: number): Promise<void> {
    const dueAt = await nextAttemptOf(this.#ports.database.read, this.#subscription.id, now);
    const longest = now + LONGEST_REST_MS;
    this.#health = { ...this.#health, restingUntil: Math.min(dueAt ?? longest, longest) };
    await this.#outcomes.rest(this.#health);
  }

  /** What is in memory bounds how far ahead is read, but an incident with much of it does not keep others from their turn. */
  #hasRoom(): boolean {
    const { ready } = this.#chains;
    return this.#inFlight + ready < this.#width() && (ready === 0 || this.#place.openCount < IN_MEMORY_AT_MOST);
  }

  /** How many deliveries wait in the database. */
  async #findHeld(): Promise<number> {
    // An incident that gets stuck from here on is added by itself, and one that is stuck already may not be stored yet.
    this.#held = new Set(this.#chains.stuckIncidentIds);
    const { incidentIds, deliveries } = await pendingIncidents(this.#ports.database.read, this.#subscription.id);
    for (const incidentId of incidentIds) this.#held.add(incidentId);
    return deliveries;
  }

  #due(limit: number, now = this.#ports.clock.now()): Promise<DueDelivery[]> {
    const { id, agencyId } = this.#subscription;
    const wanted = { now, busy: this.#chains.incidentIds, limit };
    return dueDeliveries(this.#ports.database.read, { id, agencyId }, wanted);
  }

  async #readPage(): Promise<readonly DueDelivery[]> {
    const { open, isLast } = await readPage(this.#ports, this.#subscription, this.#place);
    this.#isAtEnd = isLast;
    return open;
  }

  /** Takes up a page of the log. False at its end. */
  async #readOn(): Promise<boolean> {
    if (this.#isStopped || !this.#holding.mayAttempt()) return false;
    const readTo = this.#place.readTo;
    const open = await this.#readPage();
    if (this.#place.readTo === readTo) return false;
    const waiting: Delivery[] = [];
    for (const due of open) {
      if (this.#mustWait(due)) waiting.push(due.delivery);
      else this.#chains.add(due);
    }
    if (waiting.length > 0 || this.#place.openCount === 0) {
      await this.#outcomes.hold(waiting);
    }
    return !this.#isAtEnd || waiting.length > 0;
  }

  /** True where it must be stored behind what waits already of its incident. */
  #mustWait({ event: { incidentId } }: DueDelivery): boolean {
    const isTooMuch = this.#chains.has(incidentId) && this.#place.openCount > IN_MEMORY_AT_MOST;
    if (isTooMuch) this.#held.add(incidentId);
    return this.#held.has(incidentId);
  }

  #width(): number {
    return isEndpointFailing(this.#holding.failedIncidents.size) ? 1 : this.#atOnce;
  }

  #startAll(): void {
    while (this.#inFlight < this.#width()) {
      const chain = this.#chains.take();
      if (chain === undefined) return;
      this.#inFlight += 1;
      this.#deliver(chain).catch((err) => this.#giveUp(chain, err));
    }
  }

  /** An attempt that failed by a fault of ours is made again by the next run, and holds nobody's turn meanwhile. */
  #giveUp(chain: Chain, err: unknown): void {
    const failure = { err, subscription: this.#subscription.id };
    logRetried(this.#ports.log, failure, 'a webhook could not be attempted; trying again');
    this.#inFlight -= 1;
    this.#chains.giveUp(chain);
    this.stop();
  }

  /** One incident's turn: its deliveries, one after the other, up to the first that fails. */
  async #deliver(chain: Chain): Promise<void> {
    let written: Promise<void> = Promise.resolve();
    for (let sent = 0; sent < LONGEST_TURN && !chain.isStuck; sent += 1) {
      const due = chain.waiting.shift();
      if (due === undefined) break;
      const consequence = await this.#attemptOf(due, chain);
      if (consequence !== null) written = this.#outcomes.add(consequence);
    }
    this.#inFlight -= 1;
    const hasMore = !chain.isStuck && chain.waiting.length > 0;
    this.#chains.endTurn(chain, hasMore && this.#mayGoOn());
    if (this.#inFlight === 0 && this.#chains.ready === 0) this.#outcomes.flush();
    this.#goOn();
    await written.catch((err) => {
      logRetried(this.#ports.log, { err }, 'outcomes of webhooks could not be written; they are delivered again');
      this.stop();
    });
    this.#chains.stored(chain);
    this.#goOn();
  }

  /** Null where nothing may be sent now: what was not attempted is where the next run goes on. */
  async #attemptOf(due: DueDelivery, chain: Chain): Promise<Consequence | null> {
    const consequence = this.#mayGoOn() ? await this.#attempt(due) : null;
    chain.isStuck = consequence?.delivery.state !== 'delivered';
    if (consequence === null) this.stop();
    if (consequence === null || !chain.isStuck) return consequence;
    this.#held.add(chain.incidentId);
    const behind = chain.waiting.splice(0).filter(({ delivery }) => this.#place.isOpen(delivery.seq));
    return { ...consequence, behind: behind.map(({ delivery }) => delivery) };
  }

  #mayGoOn(): boolean {
    if (this.#isStopped || this.#isResting()) return false;
    if (!this.#holding.mayAttempt()) this.stop();
    return !this.#isStopped;
  }

  /** Null where the process is stopping: what was broken off was no fault of the endpoint's. */
  async #attempt({ delivery, event }: DueDelivery): Promise<Consequence | null> {
    const { failedIncidents } = this.#holding;
    const outcome = await this.#attemptInTurn(delivery.id, event);
    if (outcome === null) return null;
    if (!this.#holding.mayAttempt()) this.stop();
    if (this.#isStopped && outcome.status === null) return null;
    const isRecovered = outcome.isDelivered && isEndpointFailing(failedIncidents.size);
    if (outcome.status === null) this.#atOnce = 1;
    else if (outcome.isDelivered && this.#atOnce < AT_ONCE) this.#mayMore();
    if (outcome.isDelivered) failedIncidents.clear();
    else failedIncidents.add(event.incidentId);
    const tried = afterAttempt(delivery, outcome, this.#ports.random);
    const disabled = reasonToDisable(tried, outcome, this.#health);
    this.#health = healthAfter(this.#health, outcome, failedIncidents.size);
    return { delivery: tried, behind: [], health: this.#health, isRecovered, disabled };
  }

  /** It answers: twice as many may be under way from now on. */
  #mayMore(): void {
    this.#atOnce = Math.min(AT_ONCE, 2 * this.#atOnce);
    this.#goOn();
  }

  /** Null where the process stops, loses the lease, or the endpoint rests, while others' attempts take up all that may run at once. */
  async #attemptInTurn(id: string, event: IncidentEvent): Promise<Outcome | null> {
    const giveBack = this.#ports.webhookAttempts.takeNow(this.#subscription.agencyId) ?? (await this.#turn());
    if (giveBack === null) return null;
    try {
      return await attemptDelivery(this.#ports, this.#subscription, { id, event }, this.#holding.lost);
    } finally {
      giveBack();
    }
  }

  async #turn(): Promise<(() => void) | null> {
    const giveBack = await this.#ports.webhookAttempts
      .take(this.#subscription.agencyId, this.#ending)
      .catch(() => null);
    // Others of the endpoint may have failed while this one waited for its turn.
    if (giveBack === null || this.#mayGoOn()) return giveBack;
    giveBack();
    return null;
  }
}
