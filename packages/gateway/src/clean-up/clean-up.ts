import { SYSTEM } from '../audit/actors.ts';
import type { Audit } from '../audit/append-record.ts';
import type { Database } from '../database/database.ts';
import type { Liveness } from '../database/processes/liveness.ts';
import type { Sweep, SweepOutcome } from '../database/sweep.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import type { Loop, Loops } from '../kernel/loops.ts';
import { logRetried, PassingFailure } from '../kernel/retried-failures.ts';
import { allSweepOutcomes, finishSweep, hasLease, takeLease } from './store.ts';

const MINUTE_MS = 60_000;

interface CleanUpPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly loops: Loops;
  readonly liveness: Liveness;
}

/** This process was taken for dead, and its sweep is another one's. */
class LeaseLost extends Error {}

/** Something is kept longer than it should be: a run of the clean-up did not end as a whole. */
export class CleanUpFailed extends PassingFailure {}

/**
 * Removes what is not kept any more, a small batch a transaction with a pause after each, so that no write waits for more
 * than one batch. One process sweeps at a time; how a sweep ended and what it removed is kept, and recorded where it
 * removed anything.
 */
export class CleanUp {
  readonly #ports: CleanUpPorts;
  readonly #sweeps: () => Promise<readonly Sweep[]>;
  readonly #afterwards: () => Promise<void>;
  readonly #everyMs: number;
  readonly #pauseMs: number;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #loop: Loop | undefined;
  #isStopping = false;

  constructor(
    ports: CleanUpPorts,
    work: {
      sweeps: () => Promise<readonly Sweep[]>;
      everyMinutes: number;
      pauseMs: number;
      afterwards?: () => Promise<void>;
    },
  ) {
    this.#ports = ports;
    this.#sweeps = work.sweeps;
    this.#afterwards = work.afterwards ?? (async () => {});
    this.#everyMs = work.everyMinutes * MINUTE_MS;
    this.#pauseMs = work.pauseMs;
  }

  /** Runs a minute from now and again after each interval: a start has better things to do. */
  start(): void {
    const loop = this.#ports.loops.watch('clean_up', {
      everyMs: this.#everyMs,
      deadlineMs: this.#everyMs,
      isEssential: false,
    });
    this.#loop = loop;
    const runInTime = () => {
      loop.run(() => this.run()).catch((err) => loop.failed(err, 'a clean-up did not end as a whole'));
    };
    this.#timer = setTimeout(() => {
      runInTime();
      this.#timer = setInterval(runInTime, this.#everyMs);
    }, MINUTE_MS);
  }

  /** Resolves after the batch in hand. What is left is swept the next time, by any process. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearTimeout(this.#timer);
    this.#loop?.end();
    await this.#running;
  }

  /**
   * One run of every sweep that no other process is at. What fails is logged, keeps no other sweep from its turn, and is
   * tried at the next run; then this rejects with `CleanUpFailed`, so that the run counts as none. `onSweep` gets each
   * kind as its turn comes, and how many of all were before it, from 0 to 1.
   */
  run(onSweep: (kind: string, fraction: number) => void = () => {}): Promise<void> {
    const run = this.#running.then(() => this.#sweepAll(onSweep));
    this.#running = run.catch(() => {});
    return run;
  }

  /** How every sweep last went. */
  outcomes(): Promise<readonly SweepOutcome[]> {
    return allSweepOutcomes(this.#ports.database.read);
  }

  /** A step at a time with a pause after each, as the sweeps. */
  async #giveSpaceBack(): Promise<void> {
    while (!this.#isStopping && (await this.#ports.database.giveSpaceBack())) {
      await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
    }
  }

  async #sweepAll(onSweep: (kind: string, fraction: number) => void): Promise<void> {
    let letGo = async () => {};
    const failed: string[] = [];
    try {
      letGo = await this.#ports.liveness.hold();
      const sweeps = await this.#sweeps();
      for (const [index, sweep] of sweeps.entries()) {
        if (this.#isStopping) return;
        const { kind, agencyId } = sweep;
        onSweep(kind, index / sweeps.length);
        // What stands in one sweep's way, such as a lock on its agency, is in no other's.
        await this.#sweep(sweep).catch((err) => {
          failed.push(agencyId === '' ? kind : `${kind} of ${agencyId}`);
          logRetried(this.#ports.log, { err, kind, agencyId }, 'a sweep stopped; it goes on at the next run');
        });
      }
      if (!this.#isStopping) await this.#afterwards();
      await this.#giveSpaceBack();
    } catch (err) {
      logRetried(this.#ports.log, { err }, 'the clean-up stopped; it goes on at its next run');
      failed.push('what followed');
    } finally {
      await letGo().catch((err) => this.#ports.log.warn({ err }, 'the lease of a clean-up could not be given back'));
    }
    if (failed.length > 0) throw new CleanUpFailed(`The clean-up did not end for ${failed.join(', ')}`);
  }

  async #sweep(sweep: Sweep): Promise<void> {
    const { database, audit, clock, liveness } = this.#ports;
    const owner = liveness.id;
    const isMine = await database.write(({ query }) => takeLease(query, sweep, owner));
    if (!isMine) return;
    let removed = 0;
    for (let batch = -1; batch !== 0 && !this.#isStopping; removed += batch) {
      batch = await database.write(
        async (tx) => {
          if (!(await hasLease(tx.query, sweep, owner))) {
            throw new LeaseLost(`the sweep of ${sweep.kind} is another process's`);
          }
          return sweep.removeBatch(tx);
        },
        { agencyId: sweep.agencyId === '' ? null : sweep.agencyId },
      );
      if (batch > 0) await new Promise((resolve) => setTimeout(resolve, this.#pauseMs));
    }
    await database.write(async (tx) => {
      if (!(await hasLease(tx.query, sweep, owner))) return;
      await finishSweep(tx.query, sweep, clock.now(), removed);
      if (removed === 0) return;
      await audit.append(tx, {
        actor: SYSTEM,
        agencyId: sweep.agencyId === '' ? null : sweep.agencyId,
        action: 'clean_up.finished',
        outcome: 'success',
        subject: sweep.kind,
        detail: { removed },
      });
    });
  }
}
