import { EngineFault } from '../../faults.ts';

/** More would only wait to be refused. */
const WAITING_AT_MOST = 20_000;
const SHARE = 4;

interface Waiting<L> {
  readonly start: (connection: L) => void;
  readonly timer: NodeJS.Timeout;
}

/**
 * Who may have a connection next. The units of one agency hold at most a quarter of the connections, and one after they ran into a lock,
 * until one of them succeeds. All agencies together leave a quarter to what is of no agency: tokens, sign-ins, revocations.
 * Queues take turns. Whoever has waited too long is refused.
 */
export class WriteQueues<L> {
  readonly #agencyShare: number;
  readonly #agenciesShare: number;
  readonly #queues = new Map<string | null, Waiting<L>[]>();
  readonly #held = new Map<string, number>();
  readonly #lockedOut = new Set<string>();
  #heldByAgencies = 0;
  #waiting = 0;

  constructor(connections: number) {
    const quarter = Math.max(1, Math.floor(connections / SHARE));
    this.#agencyShare = quarter;
    this.#agenciesShare = Math.max(1, connections - quarter);
  }

  /** True where nobody of the same queue waits, and its share is not used up. */
  mayStart(agencyId: string | null): boolean {
    return !this.#queues.has(agencyId) && this.#isWithinShare(agencyId);
  }

  /** Counts a connection that is given to the queue. */
  hold(agencyId: string | null): void {
    if (agencyId === null) return;
    this.#held.set(agencyId, this.#heldBy(agencyId) + 1);
    this.#heldByAgencies += 1;
  }

  /** Counts a connection that is given back. */
  release(agencyId: string | null): void {
    if (agencyId === null) return;
    const held = this.#heldBy(agencyId) - 1;
    if (held === 0) this.#held.delete(agencyId);
    else this.#held.set(agencyId, held);
    this.#heldByAgencies -= 1;
  }

  /** Resolves with a connection of its own; rejects once it has waited too long. */
  wait(agencyId: string | null, milliseconds: number): Promise<L> {
    if (this.#waiting >= WAITING_AT_MOST) {
      return Promise.reject(new EngineFault('busy', 'too many units of work wait already'));
    }
    return new Promise((start, refuse) => {
      const queue = this.#queues.get(agencyId) ?? [];
      const timer = setTimeout(() => {
        this.#remove(agencyId, waiting);
        const fault = agencyId !== null && this.#lockedOut.has(agencyId) ? 'locked' : 'busy';
        refuse(new EngineFault(fault, `a unit of work waited ${Math.round(milliseconds)} ms for a connection`));
      }, milliseconds);
      const waiting: Waiting<L> = { start, timer };
      queue.push(waiting);
      this.#queues.set(agencyId, queue);
      this.#waiting += 1;
    });
  }

  /** Whose turn it is: hand it a connection. Nothing where nobody may have one. */
  next(): ((connection: L) => void) | undefined {
    for (const [agencyId, queue] of this.#queues) {
      const [first] = queue;
      if (first === undefined || !this.#isWithinShare(agencyId)) continue;
      clearTimeout(first.timer);
      this.#remove(agencyId, first);
      // The queues behind it come first the next time.
      if (queue.length > 0) {
        this.#queues.delete(agencyId);
        this.#queues.set(agencyId, queue);
      }
      this.hold(agencyId);
      return first.start;
    }
    return undefined;
  }

  /** The rows of this agency are locked by somebody else: one unit at a time finds out when they are free. */
  lockedOut(agencyId: string | null): void {
    if (agencyId !== null) this.#lockedOut.add(agencyId);
  }

  succeeded(agencyId: string | null): void {
    if (agencyId !== null) this.#lockedOut.delete(agencyId);
  }

  #heldBy(agencyId: string): number {
    return this.#held.get(agencyId) ?? 0;
  }

  #isWithinShare(agencyId: string | null): boolean {
    if (agencyId === null) return true;
    const share = this.#lockedOut.has(agencyId) ? 1 : this.#agencyShare;
    return this.#heldBy(agencyId) < share && this.#heldByAgencies < this.#agenciesShare;
  }

  #remove(agencyId: string | null, waiting: Waiting<L>): void {
    const queue = this.#queues.get(agencyId) ?? [];
    queue.splice(queue.indexOf(waiting), 1);
    this.#waiting -= 1;
    if (queue.length === 0) this.#queues.delete(agencyId);
  }
}
