/**
 * Those that wait for each signal: hundreds of attempts at once wait for the same, and each takes the CPU of all in listeners of its own.
 * In no `Set`: one whose entries come and go leaves a table behind for every few of them, and while V8 collects young objects alone
 * it keeps what those tables had.
 */
const waitingFor = new WeakMap<AbortSignal, Deadline[]>();

function waitingOn(signal: AbortSignal): Deadline[] {
  const known = waitingFor.get(signal);
  if (known !== undefined) return known;
  const waiting: Deadline[] = [];
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
  /** Those that wait for the same signal, and its place among them. */
  #beside: Deadline[] | null = null;
  #place = 0;
  #reason: Error | null = null;
  #onEnd: (() => void) | null = null;

  constructor(milliseconds: number, signal?: AbortSignal) {
    this.#timer = setTimeout(endLate, milliseconds, this);
    if (signal?.aborted) this.endNow(signal.reason as Error);
    else if (signal !== undefined) this.#waitBeside(waitingOn(signal));
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
    const last = this.#beside?.pop();
    if (last !== undefined && last !== this) last.#waitAt(this.#place);
    this.#beside = null;
  }

  #waitBeside(others: Deadline[]): void {
    this.#beside = others;
    this.#place = others.push(this) - 1;
  }

  /** In the place of one that is let go. */
  #waitAt(place: number): void {
    this.#place = place;
    if (this.#beside !== null) this.#beside[place] = this;
  }
}
