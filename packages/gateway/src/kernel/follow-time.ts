import { uptime } from 'node:os';
import type { Log } from './log.ts';
import type { SteadyClock } from './steady-clock.ts';

const READ_EVERY_MS = 1_000;
/** A reading that took longer states too little. */
const READ_WITHIN_MS = 500;
/** What a reading cannot be trusted to beside the time it took. */
const TOLERANCE_MS = 25;
/** More than this is no drift: the clock that is followed was set, perhaps wrongly, and perhaps is set back soon. */
const DRIFT_MS = 2_000;
const SET_AFTER_MS = 300_000;
const SUSPENDED_MS = 2_000;

/** The clock that is followed, in milliseconds since 1970: the database's, which all servers share, or the machine's. */
export type ReadTime = () => Promise<number>;

/** What the follower itself reads; given by tests. */
export interface FollowedWorld {
  readonly clock: SteadyClock;
  readonly log: Log;
  /** Seconds since the machine started, with those in which it was suspended. */
  readonly uptimeSeconds?: () => number;
}

/**
 * Keeps a clock at the time that `read` returns. The first reading is taken as it is. Later ones are followed where they
 * drift; a jump is taken over once it has lasted for five minutes, so that a clock that is set wrongly and back again moves
 * no deadline, or at once where the machine was suspended for as long.
 */
export class TimeFollower {
  readonly #read: ReadTime;
  readonly #clock: SteadyClock;
  readonly #log: Log;
  readonly #uptimeSeconds: () => number;
  #jumpedAt: number | null = null;
  #asleepMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #isReading = false;

  constructor(read: ReadTime, { clock, log, uptimeSeconds = uptime }: FollowedWorld) {
    this.#read = read;
    this.#clock = clock;
    this.#log = log;
    this.#uptimeSeconds = uptimeSeconds;
    this.#asleepMs = this.#suspendedMs();
  }

  /** Takes the time over, then follows it each second. Rejects where it cannot be read. */
  async start(): Promise<void> {
    const { now, elapsed } = await this.#reading();
    this.#clock.set(now, elapsed);
    this.#timer = setInterval(() => void this.#readAgain(), READ_EVERY_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** One reading. */
  async follow(): Promise<void> {
    this.#wake();
    const { now, elapsed, errorMs } = await this.#reading();
    if (errorMs > READ_WITHIN_MS / 2) return;
    const differenceMs = now - (this.#clock.now() - this.#clock.elapsed() + elapsed);
    if (Math.abs(differenceMs) <= errorMs + TOLERANCE_MS) {
      this.#jumpedAt = null;
      return;
    }
    if (Math.abs(differenceMs) > DRIFT_MS && !this.#hasLasted(differenceMs)) return;
    this.#jumpedAt = null;
    this.#clock.set(now, elapsed);
  }

  #hasLasted(differenceMs: number): boolean {
    const elapsed = this.#clock.elapsed();
    if (this.#jumpedAt === null) {
      const seconds = Math.round(differenceMs / 1000);
      this.#log.warn({}, `the clock was set by ${seconds} s; this server goes by its own for five minutes`);
      this.#jumpedAt = elapsed;
    }
    return elapsed - this.#jumpedAt >= SET_AFTER_MS;
  }

  /** A suspended machine's clocks stood still, all but the one of the day. */
  #wake(): void {
    const asleepMs = this.#suspendedMs();
    const sinceMs = asleepMs - this.#asleepMs;
    if (sinceMs < SUSPENDED_MS) return;
    this.#asleepMs = asleepMs;
    this.#clock.set(this.#clock.now() + sinceMs, this.#clock.elapsed());
  }

  #suspendedMs(): number {
    return this.#uptimeSeconds() * 1000 - this.#clock.elapsed();
  }

  async #reading(): Promise<{ now: number; elapsed: number; errorMs: number }> {
    const before = this.#clock.elapsed();
    const now = await this.#read();
    const after = this.#clock.elapsed();
    return { now, elapsed: (before + after) / 2, errorMs: (after - before) / 2 };
  }

  async #readAgain(): Promise<void> {
    if (this.#isReading) return;
    this.#isReading = true;
    // A database that does not answer is noticed by everybody who needs it; the time goes on without.
    await this.follow().catch(() => {});
    this.#isReading = false;
  }
}
