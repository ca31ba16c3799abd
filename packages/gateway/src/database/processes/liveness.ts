import { readFileSync, readlinkSync } from 'node:fs';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { Database } from '../database.ts';
import { allProcesses, insertProcess, type ProcessRow, raiseBeat, removeOwn, removeProcess } from './store.ts';

const BEAT_MS = 500;
/** Without a beat that was stored for so long, this process starts nothing that needs a lease. */
const FENCED_AFTER_MS = 2_500;
/** And after so long it gives up what it has begun. Others wait longer than that. */
const GIVEN_UP_AFTER_MS = 3_200;
const DEAD_AFTER_MS = 4_500;
/** Seen so often without a beat, so that a process that itself stood still for seconds takes nobody for dead. */
const DEAD_AFTER_LOOKS = 8;

interface Watched {
  readonly beat: number;
  readonly since: number;
  readonly looks: number;
}

/** Where a process id means one process: this start of this machine, in this namespace of ids. Empty where nothing names it. */
function placeOfProcess(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return '';
  }
}

/** True only where it is certain. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (err) {
    return (err as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Which processes live, by a number that each raises in the database, never by a clock that two of them would have to share.
 * A process that holds leases has a row; whose row is gone holds none. A row is removed once its number stood still for
 * 4.5 s of the watcher's own time, or at once where it was of this machine and no such process runs. A process that cannot
 * store its beats stops using its leases before that, and one that finds its row gone has lost them and begins under a new id.
 */
export class Liveness {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Log;
  readonly #elapsed: () => number;
  readonly #place = placeOfProcess();
  readonly #watched = new Map<string, Watched>();
  #former: string[] = [];
  #id: string;
  #holders = 0;
  #entering: Promise<void> | null = null;
  #life: AbortController | null = null;
  #beatAt = Number.NEGATIVE_INFINITY;
  #timer: NodeJS.Timeout | undefined;
  #turn: Promise<void> | null = null;

  /** `elapsed`: milliseconds that really pass, also where a test holds the clock. */
  constructor(parts: { database: Database; clock: Clock; random: Random; log: Log; elapsed?: () => number }) {
    this.#database = parts.database;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.#log = parts.log;
    this.#elapsed = parts.elapsed ?? (() => performance.now());
    this.#id = newUuid(parts.clock, parts.random);
  }

  /** Who holds what this process holds now, as a lease names it. */
  get id(): string {
    return this.#id;
  }

  /** True while nobody can have taken this process for dead. Look before each thing that a lease is needed for. */
  get isSure(): boolean {
    return this.#life !== null && this.#elapsed() - this.#beatAt < FENCED_AFTER_MS;
  }

  /** Aborted once this process's leases may be somebody else's: break off what is going on under them. */
  get signal(): AbortSignal {
    return this.#life?.signal ?? AbortSignal.abort();
  }

  /** Removes the dead from now on, the predecessor on this machine at once. */
  async start(): Promise<void> {
    await this.#look();
    this.#keepTurning();
  }

  /** Leases may be taken under `id` until the returned function is called; the last call ends them all. */
  async hold(): Promise<() => Promise<void>> {
    this.#holders += 1;
    try {
      await this.#enter();
    } catch (err) {
      this.#holders -= 1;
      throw err;
    }
    let isHeld = true;
    return async () => {
      if (!isHeld) return;
      isHeld = false;
      this.#holders -= 1;
      if (this.#holders === 0) await this.#leave();
    };
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    this.#timer = undefined;
    await this.#turn;
    await this.#leave().catch((err) => this.#log.warn({ err }, 'this process could not be signed off'));
  }

  /** Once at a time; where the leases were lost, again under a new id. */
  #enter(): Promise<void> {
    if (this.#life !== null) return Promise.resolve();
    this.#entering ??= this.#begin().finally(() => {
      this.#entering = null;
    });
    return this.#entering;
  }

  async #begin(): Promise<void> {
    const startedAt = this.#elapsed();
    const row = { id: this.#id, place: this.#place, pid: process.pid, beat: 1 };
    const former = this.#former;
    await this.#database.write(async (tx) => {
      await removeOwn(tx.query, former);
      await insertProcess(tx.query, row);
    });
    this.#former = [];
    this.#beatAt = startedAt;
    this.#life = new AbortController();
    this.#keepTurning();
    // The next turn looks again where this fails.
    await this.#look().catch((err) => this.#log.warn({ err }, 'the other processes could not be read'));
  }

  async #leave(): Promise<void> {
    if (this.#life === null) return;
    const ids = [...this.#former, this.#id];
    this.#lose();
    await this.#database.write((tx) => removeOwn(tx.query, ids));
    this.#former = [];
  }

  #lose(): void {
    this.#life?.abort();
    this.#life = null;
    this.#former.push(this.#id);
    this.#id = newUuid(this.#clock, this.#random);
  }

  #keepTurning(): void {
    this.#timer ??= setInterval(() => {
      // A process that stood still itself has a beat to store first; only where that hangs, it is late.
      if (this.#turn !== null) this.#giveUpWhereLate();
      this.#turn ??= this.#beat()
        .then(() => this.#look())
        .catch((err) => {
          this.#log.warn({ err }, `no sign of life could be stored; trying again in ${BEAT_MS} ms`);
          this.#giveUpWhereLate();
        })
        .finally(() => {
          this.#turn = null;
        });
    }, BEAT_MS);
  }

  #giveUpWhereLate(): void {
    if (this.#life === null) return;
    if (this.#elapsed() - this.#beatAt < GIVEN_UP_AFTER_MS) return;
    this.#log.warn({}, 'the database takes no signs of life; the leases of this process are given up');
    this.#lose();
  }

  async #beat(): Promise<void> {
    if (this.#life === null) {
      if (this.#holders > 0) await this.#enter();
      return;
    }
    const id = this.#id;
    const startedAt = this.#elapsed();
    const isAlive = await this.#database.write((tx) => raiseBeat(tx.query, id));
    if (id !== this.#id) return;
    if (isAlive) this.#beatAt = startedAt;
    else this.#lose();
  }

  async #look(): Promise<void> {
    const rows = await allProcesses(this.#database.read);
    const now = this.#elapsed();
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#watched.keys()) if (!ids.has(id)) this.#watched.delete(id);
    for (const row of rows) if (row.id !== this.#id && this.#isDead(row, now)) await this.#remove(row);
  }

  #isDead({ id, place, pid, beat }: ProcessRow, now: number): boolean {
    if (place !== '' && place === this.#place && isGone(pid)) return true;
    const known = this.#watched.get(id);
    const watched = known?.beat === beat ? { ...known, looks: known.looks + 1 } : { beat, since: now, looks: 1 };
    this.#watched.set(id, watched);
    return watched.looks >= DEAD_AFTER_LOOKS && now - watched.since >= DEAD_AFTER_MS;
  }

  async #remove(row: ProcessRow): Promise<void> {
    const isRemoved = await this.#database.write((tx) => removeProcess(tx.query, row));
    if (!isRemoved) return;
    this.#watched.delete(row.id);
    this.#log.warn({ process: row.id }, 'a process is dead; what it held is free');
    this.#database.notifier.notify('events');
  }
}
