import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { type AccessChange, type AccessChangeKind, changesSince, deleteExpiredChanges, insertChange } from './store.ts';

const POLL_MS = 250;
/** A transaction that began earlier may commit later, and clocks of two machines differ: look this far back each time. */
const OVERLAP_MS = 60_000;
const CLEAN_UP_EVERY_POLLS = 14_400;
/** Longer than any access token lives, so that a void token cannot outlive the note that voids it. */
export const CHANGE_KEPT_MS = 2 * 86_400_000;

type Listener = (change: AccessChange) => void;

/**
 * Tells this process of every change in access, whichever process made it: at once when the doorbell rings, within
 * 250 ms when it does not.
 */
export class ChangeFeed {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Log;
  readonly #listeners = new Map<AccessChangeKind, Listener[]>();
  #seen = new Map<string, number>();
  #polls = 0;
  #delivered = 0;
  #timer: NodeJS.Timeout | undefined;
  #unlisten: () => void = () => {};
  #polling: Promise<void> = Promise.resolve();

  constructor(parts: { database: Database; clock: Clock; random: Random; log: Log }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#log = parts.log;
  }

  on(kind: AccessChangeKind, listener: Listener): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
  }

  /** How many changes this process has heard of: while it stands still, whoever was let in before may still be. */
  get delivered(): number {
    return this.#delivered;
  }

  /** Notes a change in the caller's transaction; every process hears of it after the commit, this one at once. */
  async publish(tx: Transaction, kind: AccessChangeKind, subject: string): Promise<void> {
    const at = this.#clock.now();
    const change = { id: newUuid(this.#clock, this.#random), kind, subject, at, expiresAt: at + CHANGE_KEPT_MS };
    await insertChange(tx.query, change);
    tx.onCommit(() => {
      this.#deliver(change);
      this.#database.doorbell.ring('access');
    });
  }

  /** Delivers everything that still matters, then keeps listening. */
  async start(): Promise<void> {
    await this.#poll(0);
    this.#unlisten = this.#database.doorbell.listen('access', () => void this.#pollAgain());
    this.#timer = setInterval(() => void this.#pollAgain(), POLL_MS);
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#unlisten();
    await this.#polling;
  }

  #pollAgain(): Promise<void> {
    this.#polling = this.#polling
      .then(() => this.#poll(this.#clock.now() - OVERLAP_MS))
      .catch((err) => this.#log.error({ err }, 'access changes could not be read; trying again in 250 ms'));
    return this.#polling;
  }

  async #poll(since: number): Promise<void> {
    const now = this.#clock.now();
    for (const change of await changesSince(this.#database.read, since, now)) this.#deliver(change);
    this.#polls += 1;
    if (this.#polls % CLEAN_UP_EVERY_POLLS !== 0) return;
    this.#seen = new Map([...this.#seen].filter(([, at]) => at > now - 2 * OVERLAP_MS));
    await this.#database.write((tx) => deleteExpiredChanges(tx.query, now));
  }

  #deliver(change: AccessChange): void {
    if (this.#seen.has(change.id)) return;
    this.#seen.set(change.id, change.at);
    this.#delivered += 1;
    for (const listener of this.#listeners.get(change.kind) ?? []) listener(change);
  }
}
