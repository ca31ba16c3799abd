import { SallyportError } from '@sallyport/client';

type Waiting = { readonly done: () => void; readonly given: (reason: Error) => void };
type Attempt<T> = (signal: AbortSignal | undefined) => Promise<T>;

/** Requests that wait until the person has shown a factor again: they are sent anew then, or refused where the person will not. */
export class StepUp {
  #waiting: readonly Waiting[] = [];
  readonly #listeners = new Set<() => void>();

  /** Sends a call, and once more after a factor was shown where the server asked for one. */
  readonly resend = async <T>(call: { signal?: AbortSignal | undefined }, attempt: Attempt<T>): Promise<T> => {
    try {
      return await attempt(call.signal);
    } catch (error) {
      if (!(error instanceof SallyportError) || error.code !== 'factor_required') throw error;
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
