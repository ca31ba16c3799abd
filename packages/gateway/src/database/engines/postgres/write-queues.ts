import type { Sharing } from '../../database.ts';
import { EngineFault } from '../../faults.ts';

/** More would only wait to be refused. */
const WAITING_AT_MOST = 20_000;
const SHARE = 4;
/** A larger group would keep the agency's writers in other processes waiting, and run longer again where one of it fails. */
const UNITS_PER_COMMIT = 64;
/** An agency of which more wait has a transaction of its own: in one with others it would keep those waiting. */
const UNITS_BESIDE_OTHERS = 8;
/** So many that wait are worth a further transaction of several agencies beside those that run. */
const WORTH_A_TRANSACTION = 16;
/** Fewer wait so long for others, or for the end of the one that runs, and no longer. */
export const GATHER_MS = 2;
/** For so long an agency whose lock was taken, or whose unit failed, shares no transaction with other agencies. */
const APART_MS = 1_000;

interface Waiting<U> {
  readonly unit: U;
  readonly sharing: Sharing;
  readonly timer: NodeJS.Timeout;
  /** Of `performance.now()`. */
  readonly since: number;
}

/** How a unit waits. */
export interface Wait {
  readonly milliseconds: number;
  readonly sharing: Sharing;
  /** Before those that wait already: it has run before. */
  readonly isFirst?: boolean;
  readonly refuse: (err: unknown) => void;
}

/** Units of one agency, or one of none. */
export interface Part<U> {
  readonly agencyId: string | null;
  readonly units: readonly U[];
}

/**
 * Who may have a connection next. The units of one agency wait for each other and hold one connection, which those that wait
 * together share, and with them those of other agencies of which few wait, as far as each of them may; one at a time after they ran into a lock, until one of
 * them succeeds. All agencies together leave a quarter of
 * the connections to what is of no agency: tokens, sign-ins, revocations; each of those has one of its own. Queues take turns. Whoever has waited
 * too long is refused.
 */
export class WriteQueues<U> {
  readonly #agenciesShare: number;
  readonly #queues = new Map<string | null, Waiting<U>[]>();
  /** The agencies that hold a connection; several may hold one together. */
  readonly #held = new Set<string>();
  #connectionsHeld = 0;
  readonly #lockedOut = new Set<string>();
  /** Until when, of `performance.now()`. */
  readonly #apart = new Map<string, number>();
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

  /** Notes a connection that is given to an agency, or to several. */
  hold(agencyIds: readonly string[]): void {
    for (const agencyId of agencyIds) this.#held.add(agencyId);
    if (agencyIds.length > 0) this.#connectionsHeld += 1;
  }

  /** Notes a connection that is given back by those it was given to. */
  release(agencyIds: readonly string[]): void {
    for (const agencyId of agencyIds) this.#held.delete(agencyId);
    if (agencyIds.length > 0) this.#connectionsHeld -= 1;
  }

  /** The unit waits until `next` hands it out, or is refused once it has waited too long. */
  add(agencyId: string | null, unit: U, { milliseconds, sharing, isFirst = false, refuse }: Wait): void {
    if (this.#waiting >= WAITING_AT_MOST) {
      refuse(new EngineFault('busy', 'too many units of work wait already'));
      return;
    }
    const timer = setTimeout(() => {
      this.#remove(agencyId, waiting);
      const fault = agencyId !== null && this.#lockedOut.has(agencyId) ? 'locked' : 'busy';
      refuse(new EngineFault(fault, 'a unit of work waited too long for a connection'));
    }, milliseconds);
    const waiting: Waiting<U> = { unit, sharing, timer, since: performance.now() };
    const queue = this.#queues.get(agencyId);
    if (queue === undefined) this.#queues.set(agencyId, [waiting]);
    else if (isFirst) queue.unshift(waiting);
    else queue.push(waiting);
    this.#waiting += 1;
  }

  /** Whose turn it is: give them a connection. Nothing where nobody may have one now. */
  next(): readonly Part<U>[] {
    let isGathering = false;
    for (const [agencyId, queue] of this.#queues) {
      if (!this.#isWithinShare(agencyId)) continue;
      const isApart = agencyId === null || this.#isApart(agencyId, queue);
      if (!isApart && isGathering) continue;
      const parts = isApart ? [this.#take(agencyId, queue, UNITS_PER_COMMIT)] : this.#takeShared();
      isGathering = parts.length === 0;
      if (isGathering) continue;
      this.hold(parts.flatMap(({ agencyId: holder }) => holder ?? []));
      return parts;
    }
    return [];
  }

  /** The rows of this agency are locked by somebody else: one unit at a time finds out when they are free. */
  lockedOut(agencyId: string): void {
    this.#lockedOut.add(agencyId);
  }

  /** The agency shares no transaction with others for a while. */
  setApart(agencyId: string): void {
    this.#apart.set(agencyId, performance.now() + APART_MS);
  }

  succeeded(agencyId: string): void {
    this.#lockedOut.delete(agencyId);
  }

  /** Units of the agencies of which few wait; nothing while it is better to wait for more of them. */
  #takeShared(): Part<U>[] {
    const now = performance.now();
    const queues = [...this.#queues].filter(
      ([agencyId, queue]) => agencyId !== null && this.#isWithinShare(agencyId) && !this.#isApart(agencyId, queue),
    );
    const count = queues.reduce((sum, [, queue]) => sum + queue.length, 0);
    const isLate = queues.some(([, [first]]) => first !== undefined && first.since + GATHER_MS <= now);
    if (this.#connectionsHeld > 0 && count < WORTH_A_TRANSACTION && !isLate) return [];
    const parts: Part<U>[] = [];
    let left = UNITS_PER_COMMIT;
    for (const [agencyId, queue] of queues) {
      if (left === 0) break;
      const part = this.#take(agencyId, queue, left);
      left -= part.units.length;
      parts.push(part);
    }
    return parts;
  }

  #take(agencyId: string | null, queue: Waiting<U>[], atMost: number): Part<U> {
    const taken = queue.splice(0, Math.min(this.#groupSize(agencyId, queue), atMost));
    for (const { timer } of taken) clearTimeout(timer);
    this.#waiting -= taken.length;
    this.#queues.delete(agencyId);
    // The queues behind it come first the next time.
    if (queue.length > 0) this.#queues.set(agencyId, queue);
    return { agencyId, units: taken.map(({ unit }) => unit) };
  }

  #groupSize(agencyId: string | null, queue: readonly Waiting<U>[]): number {
    if (agencyId === null || this.#lockedOut.has(agencyId)) return 1;
    if (queue[0]?.sharing === 'none') return 1;
    const isOwn = this.#isApart(agencyId, queue);
    const end = queue.findIndex(({ sharing }) => sharing === 'none' || (!isOwn && sharing !== 'agencies'));
    return end === -1 ? queue.length : end;
  }

  /** The agency's next units share their transaction with no other agency's. */
  #isApart(agencyId: string, queue: readonly Waiting<U>[]): boolean {
    if (this.#lockedOut.has(agencyId) || queue[0]?.sharing !== 'agencies' || queue.length > UNITS_BESIDE_OTHERS)
      return true;
    const until = this.#apart.get(agencyId);
    if (until === undefined || until > performance.now()) return until !== undefined;
    this.#apart.delete(agencyId);
    return false;
  }

  #isWithinShare(agencyId: string | null): boolean {
    if (agencyId === null) return true;
    return !this.#held.has(agencyId) && this.#connectionsHeld < this.#agenciesShare;
  }

  #remove(agencyId: string | null, waiting: Waiting<U>): void {
    const queue = this.#queues.get(agencyId) ?? [];
    queue.splice(queue.indexOf(waiting), 1);
    this.#waiting -= 1;
    if (queue.length === 0) this.#queues.delete(agencyId);
  }
}
