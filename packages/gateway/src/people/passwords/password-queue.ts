import { type DomainError, refuse } from '../../kernel/errors.ts';

/** Whose hash it is: of a person at a place that person is known at, or of a stranger at an address. */
export interface HashRequester {
  readonly isKnown: boolean;
  /** The person, or the address's key. */
  readonly key: string;
}

/** What one stranger's address may have waiting. */
const WAITING_OF_A_STRANGER = 8;
/** One person's own flood leaves room for so many others who are known. */
const KNOWN_PEOPLE_AT_LEAST = 10;
const RETRY_AFTER_SECONDS = 2;

/** Those who wait for one kind of requester: each key in its own order, the keys in turn. */
class Turns {
  readonly #waiting = new Map<string, (() => void)[]>();
  #count = 0;

  get count(): number {
    return this.#count;
  }

  countOf(key: string): number {
    return this.#waiting.get(key)?.length ?? 0;
  }

  wait(key: string): Promise<void> {
    this.#count += 1;
    return new Promise((resolve) => {
      const ofKey = this.#waiting.get(key);
      if (ofKey === undefined) this.#waiting.set(key, [resolve]);
      else ofKey.push(resolve);
    });
  }

  /** Lets the next one go; false where nobody waits. */
  next(): boolean {
    const [turn] = this.#waiting;
    if (turn === undefined) return false;
    const [key, ofKey] = turn;
    this.#waiting.delete(key);
    const go = ofKey.shift();
    // A map keeps the order of insertion: whoever has more waiting comes again after everybody else.
    if (ofKey.length > 0) this.#waiting.set(key, ofKey);
    this.#count -= 1;
    go?.();
    return true;
  }
}

/**
 * Who may hash now. People at a place they are known at go first, and strangers leave them one of the running hashes wherever
 * there are two, so that no flood of strangers makes a known seat wait for more than the hash that runs. Within each kind the
 * keys take turns. Too many at one address are refused with `too_many_requests`, too many in all with `unavailable`.
 */
export class PasswordQueue {
  readonly #concurrency: number;
  readonly #strangersAtOnce: number;
  readonly #length: number;
  readonly #known = new Turns();
  readonly #strangers = new Turns();
  #running = 0;
  #runningStrangers = 0;

  constructor({ concurrency, queueLength }: { concurrency: number; queueLength: number }) {
    this.#concurrency = concurrency;
    this.#strangersAtOnce = Math.max(1, concurrency - 1);
    this.#length = queueLength;
  }

  get waiting(): number {
    return this.#known.count + this.#strangers.count;
  }

  async run<T>(requester: HashRequester, work: () => Promise<T>): Promise<T> {
    await this.#enter(requester);
    try {
      return await work();
    } finally {
      this.#running -= 1;
      if (!requester.isKnown) this.#runningStrangers -= 1;
      this.#letGo();
    }
  }

  async #enter({ isKnown, key }: HashRequester): Promise<void> {
    const turns = isKnown ? this.#known : this.#strangers;
    if (turns.count === 0 && this.#isFree(isKnown)) {
      this.#count(isKnown);
      return;
    }
    const refusal = isKnown ? this.#refusalOfKnown(key) : this.#refusalOfStranger(key);
    if (refusal !== null) throw refusal;
    await turns.wait(key);
  }

  #refusalOfKnown(key: string): DomainError | null {
    const isFull = this.#known.countOf(key) >= this.#length;
    return isFull || this.#known.count >= this.#length * KNOWN_PEOPLE_AT_LEAST ? full() : null;
  }

  #refusalOfStranger(key: string): DomainError | null {
    if (this.#strangers.countOf(key) >= WAITING_OF_A_STRANGER) {
      return refuse.tooManyRequests({
        description: `Too many sign-ins from this address at this moment; try again in ${RETRY_AFTER_SECONDS} s`,
        logDetail: `password checks of ${key}`,
        retryAfterSeconds: RETRY_AFTER_SECONDS,
      });
    }
    return this.#strangers.count >= this.#length ? full() : null;
  }

  #isFree(isKnown: boolean): boolean {
    return this.#running < this.#concurrency && (isKnown || this.#runningStrangers < this.#strangersAtOnce);
  }

  #count(isKnown: boolean): void {
    this.#running += 1;
    if (!isKnown) this.#runningStrangers += 1;
  }

  /** Counts whoever goes before they run, so that nobody takes the same place meanwhile. */
  #letGo(): void {
    while (this.#isFree(true) && this.#known.next()) this.#count(true);
    while (this.#isFree(false) && this.#strangers.next()) this.#count(false);
  }
}

function full(): DomainError {
  return refuse.unavailable({
    description: `Too many sign-ins at this moment; try again in ${RETRY_AFTER_SECONDS} s`,
    retryAfterSeconds: RETRY_AFTER_SECONDS,
  });
}
