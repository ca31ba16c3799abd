interface Waiting {
  readonly owner: string;
  readonly begin: () => void;
}

/** How many may run at once: for one owner, and for all. */
export interface SlotCounts {
  readonly ofOwner: number;
  readonly inAll: number;
}

/** A bound on what runs at once, by owner and in all. Who waits for their own bound holds nobody else back. */
export class Slots {
  readonly #counts: SlotCounts;
  readonly #taken = new Map<string, number>();
  #waiting: Waiting[] = [];
  #inAll = 0;

  constructor(counts: SlotCounts) {
    this.#counts = counts;
  }

  /** Why `owner` may not begin now, or null. */
  whatIsFull(owner: string): 'owner' | 'all' | null {
    if ((this.#taken.get(owner) ?? 0) >= this.#counts.ofOwner) return 'owner';
    return this.#inAll >= this.#counts.inAll ? 'all' : null;
  }

  /** How to give it back, where there is a slot now; null where there is none. */
  takeNow(owner: string): (() => void) | null {
    return this.whatIsFull(owner) === null ? this.#begin(owner) : null;
  }

  /** Resolves, with how to give it back, once there is a slot. Rejects with the signal's reason where that comes first. */
  take(owner: string, signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    const taken = this.takeNow(owner);
    if (taken !== null) return Promise.resolve(taken);
    return new Promise((resolve, reject) => {
      const waiting = {
        owner,
        begin: () => {
          signal?.removeEventListener('abort', leave);
          resolve(this.#begin(owner));
        },
      };
      const leave = () => {
        this.#waiting = this.#waiting.filter((other) => other !== waiting);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', leave, { once: true });
      this.#waiting.push(waiting);
    });
  }

  #begin(owner: string): () => void {
    this.#inAll += 1;
    this.#taken.set(owner, (this.#taken.get(owner) ?? 0) + 1);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#inAll -= 1;
      const left = (this.#taken.get(owner) ?? 1) - 1;
      if (left === 0) this.#taken.delete(owner);
      else this.#taken.set(owner, left);
      this.#beginNext();
    };
  }

  /** The one that has waited longest of those whose owner may. */
  #beginNext(): void {
    const index = this.#waiting.findIndex(({ owner }) => this.whatIsFull(owner) === null);
    const [next] = index === -1 ? [] : this.#waiting.splice(index, 1);
    next?.begin();
  }
}
