/** Those that wait for each signal: hundreds of attempts at once wait for the same, and each takes the CPU of all in listeners of its own. */
const waitingFor = new WeakMap<AbortSignal, Set<Deadline>>();

function waitingOn(signal: AbortSignal): Set<Deadline> {
  const known = waitingFor.get(signal);
  if (known !== undefined) return known;
  const waiting = new Set<Deadline>();
  const endAll = () => {
    for (const deadline of [...waiting]) deadline.endNow(signal.reason as Error);
  };
  signal.addEventListener('abort', endAll, { once: true });
  waitingFor.set(signal, waiting);
  return waiting;
}

function endLate(deadline: Deadline): void {
  deadline.endNow(new DOMException('the attempt took too long', 'TimeoutError'));
}

/**
 * Ends one thing that is under way: after so many milliseconds, or with a signal where that is first. `letGo` is called once nobody
 * needs it any more. An `AbortController` with its listeners does the same for several times the CPU.
 */
export class Deadline {
  readonly #timer: NodeJS.Timeout;
  readonly #beside: Set<Deadline> | null = null;
  #reason: Error | null = null;
  #onEnd: (() => void) | null = null;

  constructor(milliseconds: number, signal?: AbortSignal) {
    this.#timer = setTimeout(endLate, milliseconds, this);
    if (signal?.aborted) this.endNow(signal.reason as Error);
    else if (signal !== undefined) this.#beside = waitingOn(signal).add(this);
  }

  /** Why it ended; null where it has not. */
  get reason(): Error | null {
    return this.#reason;
  }

  /** Called once where it ends from now on, in place of what was to be called before; null: nothing. */
  set onEnd(listener: (() => void) | null) {
    this.#onEnd = listener;
  }

  endNow(reason: Error): void {
    if (this.#reason !== null) return;
    this.#reason = reason;
    this.letGo();
    this.#onEnd?.();
  }

  letGo(): void {
    clearTimeout(this.#timer);
    this.#beside?.delete(this);
  }
}
