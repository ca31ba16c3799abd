/**
 * How far one subscription has come in its agency's log: what was read of it, and which of that still has no delivery stored.
 * Its place, which is stored, is behind every event before which nothing is open, so that whoever goes on from there misses
 * none.
 */
export class LogPlace {
  #readTo: number;
  /** In the order of the log. */
  readonly #open = new Set<number>();

  constructor(cursorSeq: number) {
    this.#readTo = cursorSeq;
  }

  /** The number of the last event that was read. */
  get readTo(): number {
    return this.#readTo;
  }

  /** How many events were read of which no delivery is stored yet. */
  get openCount(): number {
    return this.#open.size;
  }

  /** The number of the last event before which all are stored, or not wanted. */
  get cursorSeq(): number {
    const [first] = this.#open;
    return first === undefined ? this.#readTo : first - 1;
  }

  /** The log was read to `readTo`; `wanted` are to be delivered, in the order of the log. */
  read(readTo: number, wanted: readonly number[]): void {
    this.#readTo = readTo;
    for (const seq of wanted) this.#open.add(seq);
  }

  isOpen(seq: number | null): boolean {
    return seq !== null && this.#open.has(seq);
  }

  /** Its delivery is being stored. One that was never open, a retry's or a replay's, changes nothing. */
  close(seq: number | null): void {
    if (seq !== null) this.#open.delete(seq);
  }
}
