import { setTimeout as sleep } from 'node:timers/promises';
import type { Loop } from '../../../kernel/loops.ts';
import { newUuid } from '../../../kernel/random.ts';
import type { WebhookParts } from '../parts.ts';
import { followCallflows } from '../subscriptions/follow-callflows.ts';
import {
  activeSubscriptions,
  releaseLeases,
  renewLeases,
  subscriptionsWithWork,
  takeLease,
} from '../subscriptions/store.ts';
import type { DisabledReason, Subscription } from '../subscriptions/types.ts';
import { SubscriptionRun } from './subscription-run.ts';

const LOOK_MS = 400;
/** Events may be written a thousand times a second; a look that finds nothing costs as much as writing one. */
const LOOKS_APART_MS = 25;
const RENEW_MS = 1_000;
const FOLLOW_MS = 1_000;
/** A lease outlives the longest attempt by so much, so that it can be renewed before an attempt would outlive it. */
const LEASE_BEYOND_TIMEOUT_MS = 5_000;
const STOP_GRACE_MS = 1_000;

interface Running {
  readonly run: SubscriptionRun;
  readonly done: Promise<void>;
}

/**
 * Delivers the webhooks of every agency. Any number of processes run one: each subscription is at work in the one that
 * holds its lease, and a dead process's lease ends with the attempt timeout and 5 s. Subscriptions do not wait for each
 * other. Looks within 25 ms of the doorbell's ring, within 400 ms when it does not ring.
 */
export class WebhookWorker {
  readonly #parts: WebhookParts;
  readonly #owner: string;
  readonly #onDisabled: (subscription: Subscription, reason: DisabledReason) => void;
  readonly #leaseMs: number;
  readonly #leases = new Map<number, number>();
  readonly #running = new Map<number, Running>();
  readonly #failed = new Map<number, Set<string>>();
  #loops: { readonly look: Loop; readonly follow: Loop } | undefined;
  #timers: NodeJS.Timeout[] = [];
  #unlisten: () => void = () => {};
  #looking: Promise<void> | null = null;
  #following: Promise<void> | null = null;
  #isAskedAgain = false;
  #isStopped = true;

  constructor(parts: WebhookParts, onDisabled: (subscription: Subscription, reason: DisabledReason) => void) {
    this.#parts = parts;
    this.#owner = newUuid(parts.clock, parts.random);
    this.#onDisabled = onDisabled;
    this.#leaseMs = parts.webhooks.timeoutMs + LEASE_BEYOND_TIMEOUT_MS;
  }

  start(): void {
    this.#isStopped = false;
    const { loops } = this.#parts;
    this.#loops = {
      look: loops.watch('webhooks', { everyMs: LOOK_MS }),
      follow: loops.watch('webhook_callflows', { everyMs: FOLLOW_MS }),
    };
    this.#unlisten = this.#parts.database.doorbell.listen('events', () => this.look());
    this.#timers = [setInterval(() => this.look(), LOOK_MS), setInterval(() => void this.#renew(), RENEW_MS)];
    this.#timers.push(setInterval(() => this.#follow(), FOLLOW_MS));
  }

  /** Starts nothing further, gives what runs a second, breaks off the rest, and gives its leases back. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#unlisten();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    for (const loop of Object.values(this.#loops ?? {})) loop.end();
    await this.#looking;
    await this.#following;
    const running = [...this.#running.values()];
    for (const { run } of running) run.stop();
    const ended = Promise.all(running.map(({ done }) => done));
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_GRACE_MS);
    });
    await Promise.race([ended, grace]);
    clearTimeout(timer);
    await this.#parts.webhooks.http.close();
    await ended;
    if (this.#leases.size === 0) return;
    // A database that takes no writes must not keep the server from ending: the leases end by themselves.
    await this.#parts.database
      .write((tx) => releaseLeases(tx.query, this.#owner))
      .catch((err) => this.#parts.log.warn({ err }, 'leases of webhooks could not be given back'));
  }

  /** One look at a time, 25 ms apart at least; what is asked for meanwhile is looked at right after. */
  look(): void {
    const loop = this.#loops?.look;
    if (this.#isStopped || loop === undefined) return;
    if (this.#looking !== null) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isAskedAgain = false;
    this.#looking = loop
      .run(() => this.#findWork())
      .catch((err) => this.#parts.log.error({ err }, `webhooks could not be looked at; trying again in ${LOOK_MS} ms`))
      .then(() => sleep(LOOKS_APART_MS))
      .finally(() => {
        this.#looking = null;
        if (this.#isAskedAgain) this.look();
      });
  }

  /** One at a time. */
  #follow(): void {
    const loop = this.#loops?.follow;
    if (loop === undefined) return;
    this.#following ??= loop
      .run(() => followCallflows(this.#parts))
      .catch((err) =>
        this.#parts.log.error({ err }, `callflows could not be followed; trying again in ${FOLLOW_MS} ms`),
      )
      .finally(() => {
        this.#following = null;
      });
  }

  async #findWork(): Promise<void> {
    const { database, clock } = this.#parts;
    const ids = await subscriptionsWithWork(database.read, this.#owner, clock.now());
    const taken: number[] = [];
    for (const id of ids) {
      if (this.#running.has(id) || (await this.#take(id))) taken.push(id);
    }
    const asked = [...new Set([...taken, ...this.#running.keys()])];
    const active = new Map(
      (await activeSubscriptions(database.read, asked, clock.now())).map((found) => [found.id, found]),
    );
    for (const [id, { run }] of this.#running) {
      const subscription = active.get(id);
      if (subscription === undefined) run.stop();
      else run.refresh(subscription);
    }
    for (const id of taken) {
      const subscription = active.get(id);
      const known = this.#running.get(id);
      if (known !== undefined) known.run.wake();
      else if (subscription !== undefined && !this.#isStopped) this.#run(subscription);
    }
  }

  /** False where another process has it. A lease this process still has is used again without a write. */
  async #take(id: number): Promise<boolean> {
    if (this.#mayAttempt(id)) return true;
    const now = this.#parts.clock.now();
    const expiresAt = now + this.#leaseMs;
    const lease = { owner: this.#owner, expiresAt, now };
    const isOurs = await this.#parts.database.write((tx) => takeLease(tx.query, id, lease));
    if (isOurs) this.#leases.set(id, expiresAt);
    return isOurs;
  }

  #mayAttempt(id: number): boolean {
    return (this.#leases.get(id) ?? 0) - this.#parts.clock.now() > this.#parts.webhooks.timeoutMs;
  }

  #run(subscription: Subscription): void {
    const { id } = subscription;
    const failedIncidents = this.#failed.get(id) ?? new Set<string>();
    this.#failed.set(id, failedIncidents);
    const run = new SubscriptionRun(this.#parts, subscription, {
      owner: this.#owner,
      failedIncidents,
      mayAttempt: () => this.#mayAttempt(id),
      onDisabled: this.#onDisabled,
    });
    const done = run
      .work()
      .catch((err) => this.#parts.log.error({ err, subscription: id }, 'webhooks could not be delivered; trying again'))
      .finally(() => this.#running.delete(id));
    this.#running.set(id, { run, done });
  }

  async #renew(): Promise<void> {
    const ids = [...this.#running.keys()];
    if (ids.length === 0) return;
    const expiresAt = this.#parts.clock.now() + this.#leaseMs;
    try {
      const lease = { owner: this.#owner, expiresAt };
      const ours = await this.#parts.database.write((tx) => renewLeases(tx.query, ids, lease));
      for (const id of ids) this.#leases.delete(id);
      for (const id of ours) this.#leases.set(id, expiresAt);
    } catch (err) {
      // Attempts go on until the lease that is left is shorter than one.
      this.#parts.log.warn({ err }, 'leases of webhooks could not be renewed');
    }
  }
}
