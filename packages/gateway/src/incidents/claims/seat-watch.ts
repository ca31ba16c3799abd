import type { Loops, RepeatedLoop } from '../../kernel/loops.ts';
import { markSeen } from '../seats/store.ts';
import type { WorkPorts } from './change-work.ts';
import { CLAIM_GRACE_MS, freeSilentClaims } from './free-silent-claims.ts';

const LOOK_EVERY_MS = 5_000;
const SEATS_AT_ONCE = 500;

/**
 * Knows which seats have a socket open at this process, and stores every 5 s that they are at work, as a browser's own timers
 * stand still in a window that is behind others. Frees the claims of silent seats, but not before this process has been up for as
 * long as a seat may be silent: after a restart everybody comes back first.
 */
export class SeatWatch {
  readonly #ports: WorkPorts & { readonly loops: Loops };
  readonly #open = new Map<string, number>();
  #startedAt = 0;
  #loop: RepeatedLoop | undefined;

  constructor(ports: WorkPorts & { readonly loops: Loops }) {
    this.#ports = ports;
  }

  /** The seat has a socket open here until the returned function is called. `key` is `seatKey`'s. */
  attend(key: string): () => void {
    this.#open.set(key, (this.#open.get(key) ?? 0) + 1);
    return () => {
      const left = (this.#open.get(key) ?? 1) - 1;
      if (left === 0) this.#open.delete(key);
      else this.#open.set(key, left);
    };
  }

  start(): void {
    const { clock, loops } = this.#ports;
    this.#startedAt = clock.elapsed();
    const failure = 'seats could not be stored; trying again in 5 s';
    this.#loop = loops.repeat('seats', { everyMs: LOOK_EVERY_MS, isEssential: false, failure }, () => this.look());
  }

  /** One look: stores the seats that are open here, then frees what is silent. */
  async look(): Promise<void> {
    const { database, clock } = this.#ports;
    const keys = [...this.#open.keys()];
    for (let first = 0; first < keys.length; first += SEATS_AT_ONCE) {
      const ids = keys.slice(first, first + SEATS_AT_ONCE);
      await database.write(({ query }) => markSeen(query, ids, clock.now()));
    }
    if (clock.elapsed() - this.#startedAt < CLAIM_GRACE_MS) return;
    await freeSilentClaims(this.#ports);
  }

  async stop(): Promise<void> {
    await this.#loop?.stop();
  }
}
