import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { type PartState, READY } from '../../kernel/readiness.ts';
import { RetriedFailures, TookTooLong } from '../../kernel/retried-failures.ts';
import type { Database, Transaction } from '../database.ts';
import { type AccessChange, type AccessChangeKind, changesFrom, deleteExpiredChanges, insertChange } from './store.ts';

const LOOK_MS = 250;
/** What was read longer ago vouches for nothing: a second after its revocation was acknowledged, no process takes a token. */
const CURRENT_FOR_MS = 1_000;
/** A request waits so long for the look that lets it be answered. */
const WAIT_MS = 1_000;
/** And so long for one that is overdue: a process that was stopped in the middle of a look goes on with it, however slowly. */
const SHORT_WAIT_MS = 500;
/** A look that fails, on a connection that was lost, is followed by another; one that began long ago states too little. */
const TRIES = 3;
/** A look that takes longer is given up: a connection may be silent for minutes, and the next look takes another one. */
const LOOK_WITHIN_MS = 2_000;
const STALE_AFTER_MS = 10_000;
const SWEEP_EVERY_LOOKS = 14_400;
/** Far longer than any access token lives, so that a void token cannot outlive the change that voids it, also where a clock is wrong by days. */
export const CHANGE_KEPT_MS = 7 * 86_400_000;

/** `position` is null where this process made the change itself and has not read it back yet. */
type Listener = (change: AccessChange & { readonly position: number | null }) => void;

/**
 * Notifies this process of every change in access, whichever process made it: at once when the database notifies, within
 * 250 ms when it does not. It reads on from its last successful look by position, so that however long it could not look,
 * for whatever reason and whatever the clocks show, it misses nothing; where changes were removed that it had not read, or
 * the database was set back, it reads the whole standing anew. Until it is current again `ensureCurrent` refuses.
 */
export class ChangeFeed {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Log;
  readonly #failures: RetriedFailures;
  readonly #listeners = new Map<AccessChangeKind, Listener[]>();
  readonly #onAnew: (() => void)[] = [];
  readonly #onSwept: ((through: number) => void)[] = [];
  /** Position of what was read at or after the horizon, which the next look reads again. */
  #seen = new Map<string, number>();
  #horizon: number | null = null;
  #sweptThrough = 0;
  #currentAt = Number.NEGATIVE_INFINITY;
  #looks = 0;
  #delivered = 0;
  #lapses = 0;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: () => void = () => {};
  #looking: { readonly startedAt: number; readonly done: Promise<void> } | null = null;
  #isAskedAgain = false;

  constructor(parts: { database: Database; clock: Clock; random: Random; log: Log }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#log = parts.log;
    this.#failures = new RetriedFailures(parts.log, STALE_AFTER_MS);
  }

  on(kind: AccessChangeKind, listener: Listener): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
  }

  /** Called where changes may have been missed, before everything that is stored is delivered again: forget what was kept. */
  onAnew(listener: () => void): void {
    this.#onAnew.push(listener);
  }

  /** Called where changes up to that position were removed, because nothing they void can still be valid. */
  onSwept(listener: (through: number) => void): void {
    this.#onSwept.push(listener);
  }

  /** How many changes were delivered in this process: while it stands still, whoever was let in before may still be. */
  get delivered(): number {
    return this.#delivered;
  }

  /** How often this process had not been current and was again: whoever was let in before must be checked before they get more. */
  get lapses(): number {
    return this.#lapses;
  }

  /** Milliseconds since the last look that succeeded began. */
  get ageMs(): number {
    return this.#clock.elapsed() - this.#currentAt;
  }

  get isCurrent(): boolean {
    return this.ageMs <= CURRENT_FOR_MS;
  }

  /** For `/readyz`. */
  state(): PartState {
    const ageSeconds = Math.round(this.ageMs / 1000);
    return this.isCurrent
      ? { ...READY, ageSeconds }
      : { status: 'unavailable', reason: 'revocations cannot be read', ageSeconds };
  }

  /**
   * Resolves where this process knows every change of more than a second ago, after a look where that is needed. Refuses with
   * `unavailable` where the database does not answer within a second: nobody can be vouched for.
   */
  async ensureCurrent(): Promise<void> {
    for (let tries = 0; !this.isCurrent && tries < TRIES; tries += 1) {
      const { startedAt, done } = this.#look();
      const isDone = await within(done, Math.max(SHORT_WAIT_MS, startedAt + WAIT_MS - this.#clock.elapsed()));
      if (!isDone) break;
    }
    if (this.isCurrent) return;
    throw refuse.unavailable({
      description: 'Access cannot be checked at the moment; send the request again',
      logDetail: 'access changes could not be read',
    });
  }

  /** Notes a change in the caller's transaction; every process is notified after the commit, this one at once. */
  async publish(tx: Transaction, kind: AccessChangeKind, subject: string): Promise<void> {
    const at = this.#clock.now();
    const change = { id: newUuid(this.#clock, this.#random), kind, subject, at, expiresAt: at + CHANGE_KEPT_MS };
    await insertChange(tx.query, this.#database.engine, change);
    tx.onCommit(() => {
      this.#deliver({ ...change, position: null });
      this.#database.notifier.notify('access');
    });
  }

  /** Delivers everything that still matters, then keeps listening. Rejects where it cannot be read. */
  async start(): Promise<void> {
    await this.#readOn();
    this.#unlisten = this.#database.notifier.listen('access', () => this.#lookAgain());
    this.#timer = setInterval(() => this.#lookAgain(), LOOK_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#unlisten();
    this.#isAskedAgain = false;
    await this.#looking?.done;
  }

  #lookAgain(): void {
    // What is running may have begun before the change that is asked for.
    if (this.#looking !== null) this.#isAskedAgain = true;
    else this.#look();
  }

  /** The look that is running, or a new one. Never rejects: one that failed left everything as it was. */
  #look(): { startedAt: number; done: Promise<void> } {
    if (this.#looking !== null) return this.#looking;
    const done = this.#readOn().catch((err) =>
      this.#failures.failed({ err }, `access changes could not be read; trying again in ${LOOK_MS} ms`),
    );
    const looking = { startedAt: this.#clock.elapsed(), done };
    this.#looking = looking;
    void done.then(() => {
      this.#looking = null;
      if (!this.#isAskedAgain) return;
      this.#isAskedAgain = false;
      this.#look();
    });
    return looking;
  }

  async #readOn(): Promise<void> {
    const { readAccessChanges, engine } = this.#database;
    const startedAt = this.#clock.elapsed();
    const from = this.#horizon ?? 0;
    let look = await inTime(changesFrom(readAccessChanges, engine, from));
    // Removed before it was read here; or the database was set back, and gives positions anew that were read already.
    const isGap = this.#horizon !== null && (look.sweptThrough >= this.#horizon || look.horizon < this.#horizon);
    if (isGap) {
      look = await inTime(changesFrom(readAccessChanges, engine, 0));
      this.#log.warn({}, 'access changes were missed; the whole standing is read anew');
      this.#seen.clear();
      for (const forget of this.#onAnew) forget();
      this.#delivered += 1;
    }
    for (const change of look.changes) {
      if (!this.#seen.has(change.id)) this.#deliver(change);
      if (change.position >= look.horizon) this.#seen.set(change.id, change.position);
    }
    this.#horizon = look.horizon;
    for (const [id, position] of this.#seen) if (position < look.horizon) this.#seen.delete(id);
    if (look.sweptThrough > this.#sweptThrough) for (const forget of this.#onSwept) forget(look.sweptThrough);
    this.#sweptThrough = look.sweptThrough;
    if (!this.isCurrent) this.#lapses += 1;
    this.#currentAt = startedAt;
    this.#failures.succeeded();
    this.#looks += 1;
    if (this.#looks % SWEEP_EVERY_LOOKS === 0) await this.sweep();
  }

  /** Removes what cannot matter any more. */
  async sweep(): Promise<void> {
    await this.#database.write((tx) => deleteExpiredChanges(tx.query, this.#clock.now()));
  }

  #deliver(change: Parameters<Listener>[0]): void {
    this.#delivered += 1;
    for (const listener of this.#listeners.get(change.kind) ?? []) listener(change);
  }
}

/** True once the promise is fulfilled, false after so long. */
async function within(done: Promise<unknown>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), milliseconds);
  });
  return Promise.race([done.then(() => true), late]).finally(() => clearTimeout(timer));
}

/** Rejects after two seconds; what is answered later is not looked at. */
async function inTime<T>(reading: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(LOOK_WITHIN_MS)), LOOK_WITHIN_MS);
  });
  reading.catch(() => {});
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
