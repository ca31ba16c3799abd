import { setTimeout as sleep } from 'node:timers/promises';
import { LRUCache } from 'lru-cache';
import type { ClientDirectory } from '../../../authorization/clients/client-directory.ts';
import type { Liveness } from '../../../database/processes/liveness.ts';
import type { Loop, Loops, RepeatedLoop } from '../../../kernel/loops.ts';
import { logRetried } from '../../../kernel/retried-failures.ts';
import { activeSubscriptions, subscriptionsWithWork } from '../active/store.ts';
import type { DisabledReason, Subscription } from '../subscription/types.ts';
import { followCallflows } from '../subscriptions/follow-callflows.ts';
import { releaseLeases, takeLease } from '../subscriptions/store.ts';
import { FailedIncidents } from './failed-incidents.ts';
import { type RunPorts, SubscriptionRun } from './subscription-run.ts';

interface Ports extends RunPorts {
  readonly clients: ClientDirectory;
  readonly liveness: Liveness;
  readonly loops: Loops;
}

const LOOK_MS = 400;
/** Events may be written a thousand times a second; a look that finds nothing costs as much as writing one. */
const LOOKS_APART_MS = 25;
/** How often a subscription at work is read again: to read a thousand of them costs as much as hundreds of deliveries. */
const READ_AGAIN_MS = 400;
const TAKEN_AT_ONCE = 64;
const IDLE_MS = 5_000;
const FOLLOW_MS = 1_000;
const STOP_GRACE_MS = 1_000;
/** One that is forgotten beyond so many is tried by several incidents at a time once more. */
const FAILING_AT_MOST = 10_000;

interface Running {
  readonly run: SubscriptionRun;
  readonly done: Promise<void>;
}

/**
 * Delivers the webhooks of every agency. Any number of processes run one: each subscription is at work in the one that
 * holds its lease, which lasts as long as that process lives and stores signs of life. Subscriptions do not wait for each
 * other. Looks within 25 ms of the notifier's ring, within 400 ms when it does not ring.
 */
export class WebhookWorker {
  readonly #ports: Ports;
  readonly #onDisabled: (subscription: Subscription, reason: DisabledReason) => void;
  /** The owner under which each lease was taken. */
  readonly #leases = new Map<number, string>();
  #letGo: (() => Promise<void>) | null = null;
  #ranAt = 0;
  #readAllAt = Number.NEGATIVE_INFINITY;
  readonly #running = new Map<number, Running>();
  /** Of each subscription that failed last, for its next run. */
  readonly #failed = new LRUCache<number, FailedIncidents>({ max: FAILING_AT_MOST });
  #loop: Loop | undefined;
  #following: RepeatedLoop | undefined;
  #timers: NodeJS.Timeout[] = [];
  #unlisten: () => void = () => {};
  #looking: Promise<void> | null = null;
  #isAskedAgain = false;
  #isStopped = true;

  constructor(ports: Ports, onDisabled: (subscription: Subscription, reason: DisabledReason) => void) {
    this.#ports = ports;
    this.#onDisabled = onDisabled;
  }

  start(): void {
    this.#isStopped = false;
    const { loops } = this.#ports;
    this.#loop = loops.watch('webhooks', { everyMs: LOOK_MS });
    const failure = `callflows could not be followed; trying again in ${FOLLOW_MS} ms`;
    const follow = () => followCallflows(this.#ports);
    this.#following = loops.repeat('webhook_callflows', { everyMs: FOLLOW_MS, failure }, follow);
    this.#unlisten = this.#ports.database.notifier.listen('events', () => this.look());
    this.#timers = [setInterval(() => this.look(), LOOK_MS), setInterval(() => this.#rest(), IDLE_MS)];
  }

  /** Starts nothing further, gives what runs a second, breaks off the rest, and gives its leases back. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#unlisten();
    for (const timer of this.#timers.splice(0)) clearInterval(timer);
    this.#loop?.end();
    const followed = this.#following?.stop();
    await this.#looking;
    await followed;
    const running = [...this.#running.values()];
    for (const { run } of running) run.stop();
    const ended = Promise.all(running.map(({ done }) => done));
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, STOP_GRACE_MS);
    });
    await Promise.race([ended, grace]);
    clearTimeout(timer);
    await this.#ports.httpPost.close();
    await ended;
    // Without a database nothing can be given back; the end of this process frees it.
    await this.#release().catch((err) => this.#ports.log.warn({ err }, 'leases of webhooks could not be given back'));
  }

  /** Gives back every lease, so that another process goes on at once. */
  async #release(): Promise<void> {
    const letGo = this.#letGo;
    this.#letGo = null;
    const owners = new Set(this.#leases.values());
    this.#leases.clear();
    for (const owner of owners) await this.#ports.database.write((tx) => releaseLeases(tx.query, owner));
    await letGo?.();
  }

  /** A process that delivers nothing needs no lease, and stores no signs of life. */
  #rest(): void {
    const isIdle = this.#running.size === 0 && this.#looking === null;
    if (!isIdle || this.#letGo === null || this.#ports.clock.elapsed() - this.#ranAt < IDLE_MS) return;
    this.#looking = this.#release()
      .catch((err) => this.#ports.log.warn({ err }, 'leases of webhooks could not be given back'))
      .finally(() => {
        this.#looking = null;
        if (this.#isAskedAgain) this.look();
      });
  }

  /** One look at a time, 25 ms apart at least; what is asked for meanwhile is looked at right after. */
  look(): void {
    const loop = this.#loop;
    if (this.#isStopped || loop === undefined) return;
    if (this.#looking !== null) {
      this.#isAskedAgain = true;
      return;
    }
    this.#isAskedAgain = false;
    this.#looking = loop
      .run(() => this.#findWork())
      .catch((err) => loop.failed(err, `webhooks could not be looked at; trying again in ${LOOK_MS} ms`))
      .then(() => sleep(LOOKS_APART_MS))
      .finally(() => {
        this.#looking = null;
        if (this.#isAskedAgain) this.look();
      });
  }

  async #findWork(): Promise<void> {
    const { database, clock, liveness } = this.#ports;
    const ids = await subscriptionsWithWork(database, liveness.id, clock.now(), this.#running);
    const taken = await this.#takeAll(ids);
    await this.#refreshRunning();
    const begun = taken.filter((id) => !this.#running.has(id));
    for (const subscription of await activeSubscriptions(database, begun, clock.now())) {
      if (!this.#isStopped && !this.#running.has(subscription.id)) this.#run(subscription);
    }
    for (const id of taken) this.#running.get(id)?.run.wake();
  }

  /** Ends the runs of those that may not be sent to any more, and has the others go on with what they are now. */
  async #refreshRunning(): Promise<void> {
    const { database, clock } = this.#ports;
    const now = performance.now();
    if (now - this.#readAllAt < READ_AGAIN_MS) return;
    this.#readAllAt = now;
    const running = [...this.#running];
    const ids = running.map(([id]) => id);
    const active = new Map((await activeSubscriptions(database, ids, clock.now())).map((found) => [found.id, found]));
    for (const [id, { run }] of running) {
      const subscription = active.get(id);
      if (subscription === undefined) run.stop();
      else run.refresh(subscription);
    }
  }

  /**
   * Those of `ids` that are this process's: at work here, or taken now, side by side so that they share commits. A lease this process
   * still has is used again without a write.
   */
  async #takeAll(ids: readonly number[]): Promise<number[]> {
    const isOurs = (id: number) => this.#running.has(id) || this.#mayAttempt(id);
    const taken = ids.filter(isOurs);
    const free = ids.filter((id) => !isOurs(id));
    if (free.length === 0) return taken;
    const { liveness } = this.#ports;
    this.#letGo ??= await liveness.hold();
    if (!liveness.isSure) return taken;
    const owner = liveness.id;
    for (let at = 0; at < free.length; at += TAKEN_AT_ONCE) {
      const some = free.slice(at, at + TAKEN_AT_ONCE);
      const areTaken = await Promise.all(some.map((id) => this.#take(id, owner)));
      taken.push(...some.filter((_, index) => areTaken[index]));
    }
    return taken;
  }

  /** False where another process has it. */
  async #take(id: number, owner: string): Promise<boolean> {
    const isOurs = await this.#ports.database.write((tx) => takeLease(tx.query, id, owner));
    if (isOurs) this.#leases.set(id, owner);
    return isOurs;
  }

  #mayAttempt(id: number): boolean {
    const { liveness } = this.#ports;
    return liveness.isSure && this.#leases.get(id) === liveness.id;
  }

  #run(subscription: Subscription): void {
    const { id } = subscription;
    const failedIncidents = this.#failed.get(id) ?? new FailedIncidents();
    this.#failed.set(id, failedIncidents);
    const run = new SubscriptionRun(this.#ports, subscription, {
      owner: this.#ports.liveness.id,
      failedIncidents,
      mayAttempt: () => this.#mayAttempt(id),
      lost: this.#ports.liveness.signal,
      onDisabled: this.#onDisabled,
    });
    const done = run
      .work()
      .catch((err) =>
        logRetried(this.#ports.log, { err, subscription: id }, 'webhooks could not be delivered; trying again'),
      )
      .finally(() => {
        this.#ranAt = this.#ports.clock.elapsed();
        this.#running.delete(id);
        if (failedIncidents.size === 0) this.#failed.delete(id);
      });
    this.#running.set(id, { run, done });
  }
}
