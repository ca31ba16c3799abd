import { EngineFault } from '../../faults.ts';

/** More would only wait to be refused. */
const WAITING_AT_MOST = 20_000;
const SHARE = 4;
/** A larger group would keep the agency's writers in other processes waiting, and run longer again where one of it fails. */
const UNITS_PER_COMMIT = 64;

interface Waiting<U> {
  readonly unit: U;
  readonly isAlone: boolean;
  readonly timer: NodeJS.Timeout;
}

/** How a unit waits. */
export interface Wait {
  readonly milliseconds: number;
  readonly isAlone: boolean;
  /** Before those that wait already: it has run before. */
  readonly isFirst?: boolean;
  readonly refuse: (err: unknown) => void;
}

/** Units that begin now, together, in the queue of an agency or of none. */
export interface Group<U> {
  readonly agencyId: string | null;
  readonly units: readonly U[];
}

/**
 * Who may have a connection next. The units of one agency wait for each other and hold one connection, which those that wait
 * together share; one at a time after they ran into a lock, until one of them succeeds. All agencies together leave a quarter of
 * the connections to what is of no agency: tokens, sign-ins, revocations; each of those has one of its own. Queues take turns. Whoever has waited
 * too long is refused.
 */
export class WriteQueues<U> {
  readonly #agenciesShare: number;
  readonly #queues = new Map<string | null, Waiting<U>[]>();
  readonly #held = new Set<string>();
  readonly #lockedOut = new Set<string>();
  #waiting = 0;

  constructor(connections: number) {
    this.#agenciesShare = Math.max(1, connections - Math.max(1, Math.floor(connections / SHARE)));
  }

  get waiting(): number {
    return this.#waiting;
  }

  /** True where nobody waits. */
  get isEmpty(): boolean {
    return this.#waiting === 0;
  }

  /** True where nobody of the agency waits or holds a connection, and the agencies' share is not used up. */
  mayStart(agencyId: string): boolean {
    return !this.#queues.has(agencyId) && this.#isWithinShare(agencyId);
  }

  /** Notes a connection that is given to the queue. */
  hold(agencyId: string | null): void {
    if (agencyId !== null) this.#held.add(agencyId);
  }

  /** Notes a connection that is given back. */
  release(agencyId: string | null): void {
    if (agencyId !== null) this.#held.delete(agencyId);
  }

  /** The unit waits until `next` hands it out, or is refused once it has waited too long. */
  add(agencyId: string | null, unit: U, { milliseconds, isAlone, isFirst = false, refuse }: Wait): void {
    if (this.#waiting >= WAITING_AT_MOST) {
      refuse(new EngineFault('busy', 'too many units of work wait already'));
      return;
    }
    const timer = setTimeout(() => {
      this.#remove(agencyId, waiting);
      const fault = agencyId !== null && this.#lockedOut.has(agencyId) ? 'locked' : 'busy';
      refuse(new EngineFault(fault, 'a unit of work waited too long for a connection'));
    }, milliseconds);
    const waiting: Waiting<U> = { unit, isAlone, timer };
    const queue = this.#queues.get(agencyId);
    if (queue === undefined) this.#queues.set(agencyId, [waiting]);
    else if (isFirst) queue.unshift(waiting);
    else queue.push(waiting);
    this.#waiting += 1;
  }

  /** Whose turn it is: give it a connection. Nothing where nobody may have one. */
  next(): Group<U> | undefined {
    for (const [agencyId, queue] of this.#queues) {
      if (!this.#isWithinShare(agencyId)) continue;
      const taken = queue.splice(0, this.#groupSize(agencyId, queue));
      for (const { timer } of taken) clearTimeout(timer);
      this.#waiting -= taken.length;
      this.#queues.delete(agencyId);
      // The queues behind it come first the next time.
      if (queue.length > 0) this.#queues.set(agencyId, queue);
      this.hold(agencyId);
      return { agencyId, units: taken.map(({ unit }) => unit) };
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

  #groupSize(agencyId: string | null, queue: readonly Waiting<U>[]): number {
    if (agencyId === null || this.#lockedOut.has(agencyId)) return 1;
    const alone = queue.findIndex(({ isAlone }) => isAlone);
    if (alone === 0) return 1;
    return Math.min(alone === -1 ? queue.length : alone, UNITS_PER_COMMIT);
  }

  #isWithinShare(agencyId: string | null): boolean {
    if (agencyId === null) return true;
    return !this.#held.has(agencyId) && this.#held.size < this.#agenciesShare;
  }

  #remove(agencyId: string | null, waiting: Waiting<U>): void {
    const queue = this.#queues.get(agencyId) ?? [];
    queue.splice(queue.indexOf(waiting), 1);
    this.#waiting -= 1;
    if (queue.length === 0) this.#queues.delete(agencyId);
  }
}
