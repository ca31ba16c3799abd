import type { DatabaseFault, FaultOf } from './faults.ts';
import { CommitInDoubt, EngineFault, toRefusal } from './faults.ts';

const FRESH_MS = 1_000;
/** What waits longer for a lock or an answer is no work that is done. */
const PROBED_WITHIN_MS = 1_500;

/** Whether the database does what it is asked, by the work itself, or by a probe where nothing was asked lately. */
export class Health {
  readonly #faultOf: FaultOf;
  readonly #probe: () => Promise<unknown>;
  #fault: DatabaseFault | null = null;
  #succeededAt = Number.NEGATIVE_INFINITY;
  #probing: Promise<void> | undefined;
  #isProbing = false;
  #probedAt = Number.NEGATIVE_INFINITY;

  constructor(faultOf: FaultOf, probe: () => Promise<unknown>) {
    this.#faultOf = faultOf;
    this.#probe = probe;
  }

  /** Does the work, notes how it went, and rejects with what a use case understands. */
  async watch<T>(work: () => Promise<T>): Promise<T> {
    try {
      const value = await work();
      this.#fault = null;
      this.#succeededAt = performance.now();
      return value;
    } catch (err) {
      throw this.failed(err);
    }
  }

  /** Notes an error, and returns what a use case understands in its place. */
  failed(err: unknown): unknown {
    const fault = this.#classify(err);
    if (fault !== null) this.#fault = fault;
    return toRefusal(err, this.#faultOf);
  }

  /** The fault that stands in the way now, or null. Probes at most once a second, however many ask. */
  async check(): Promise<DatabaseFault | null> {
    const now = performance.now();
    if (this.#fault === null && now - this.#succeededAt < FRESH_MS) return null;
    if (this.#probing === undefined || (!this.#isProbing && now - this.#probedAt >= FRESH_MS)) {
      this.#probedAt = now;
      this.#isProbing = true;
      this.#probing = this.watch(this.#probe)
        .then(
          () => {},
          () => {
            this.#fault ??= 'lost';
          },
        )
        .finally(() => {
          this.#isProbing = false;
        });
    }
    if (!(await inTime(this.#probing))) return this.#fault ?? 'slow';
    // Also what failed since the probe.
    return this.#fault;
  }

  #classify(err: unknown): DatabaseFault | null {
    if (err instanceof CommitInDoubt) return 'lost';
    return err instanceof EngineFault ? err.fault : this.#faultOf(err);
  }
}

/** True where it is fulfilled in time. */
async function inTime(probing: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBED_WITHIN_MS);
  });
  return Promise.race([probing.then(() => true), late]).finally(() => clearTimeout(timer));
}
