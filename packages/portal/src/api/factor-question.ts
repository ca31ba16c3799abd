import { SallyportError } from '@sallyport/client';

type Waiting = { readonly done: () => void; readonly given: (reason: Error) => void };
type Attempt<T> = (signal: AbortSignal | undefined) => Promise<T>;

/**
 * Requests that were refused with a code until the person shows a factor: they wait, and are sent anew then, or refused where the person
 * will not.
 */
export class FactorQuestion {
  readonly #code: string;
  #waiting: readonly Waiting[] = [];
  readonly #listeners = new Set<() => void>();

  constructor(code: 'factor_required' | 'recheck_required') {
    this.#code = code;
  }

  /** Sends a call, and once more after a factor was shown where the server asked for one. */
  readonly resend = async <T>(call: { signal?: AbortSignal | undefined }, attempt: Attempt<T>): Promise<T> => {
    try {
      return await attempt(call.signal);
    } catch (error) {
      if (!(error instanceof SallyportError) || error.code !== this.#code) throw error;
      await this.confirm(error);
      return attempt(call.signal);
    }
  };

  /** Resolves once a factor was shown; rejects with `refusal` where it was not. */
  confirm(refusal: Error): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#set([...this.#waiting, { done: resolve, given: () => reject(refusal) }]);
    });
  }

  /** Lets all that waits go on, or refuses it. */
  settle(isShown: boolean): void {
    const waiting = this.#waiting;
    this.#set([]);
    for (const { done, given } of waiting) isShown ? done() : given(new Error('no factor was shown'));
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly isWaiting = () => this.#waiting.length > 0;

  #set(waiting: readonly Waiting[]): void {
    this.#waiting = waiting;
    for (const listener of this.#listeners) listener();
  }
}
