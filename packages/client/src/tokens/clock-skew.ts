import { readHttpDate } from '../wire/instants.ts';

/** The Date header has whole seconds, so half a second is not known. */
const DATE_STEP_MS = 1000;
/** What is reported: less is what a network and whole seconds make. */
const REPORTED_FROM_MS = 5_000;

/** How far the server's clock is ahead of this machine's, measured from the `Date` of its answers. */
export class ClockSkew {
  #skewMs = 0;
  #reportedMs = 0;
  readonly #report: ((skewMs: number) => void) | undefined;

  /** `report` is called once for a difference of five seconds or more, and again when it has changed by as much. */
  constructor(report?: (skewMs: number) => void) {
    this.#report = report;
  }

  /** Milliseconds to add to this machine's time; 0 while nothing was measured or the clocks agree as far as can be seen. */
  get skewMs(): number {
    return this.#skewMs;
  }

  answered(headers: Headers, sentAt: number, receivedAt: number = Date.now()): void {
    const date = readHttpDate(headers.get('date'));
    if (date === null || receivedAt < sentAt) return;
    // The server wrote its time between the two, and left out up to a second.
    const early = date - receivedAt;
    const late = date + DATE_STEP_MS - sentAt;
    this.#skewMs = early > 0 ? early : Math.min(late, 0);
    if (Math.abs(this.#skewMs - this.#reportedMs) < REPORTED_FROM_MS) return;
    this.#reportedMs = this.#skewMs;
    this.#report?.(this.#skewMs);
  }
}
