const REMEMBERED_KEYS = 2_000;
/** `agency:number`, and `agency:epoch.number` once the server was restored from a backup. */
const CURSOR = /^(.+):(?:([0-9a-z]+)\.)?(\d{1,15})$/;

interface Position {
  /** '' until the server's first restore. */
  readonly epoch: string;
  readonly number: number;
  readonly cursor: string;
}

/** Up to where each agency's log was received, and which events without a number were. */
export class Positions {
  readonly #reached = new Map<string, Position>();
  readonly #keys = new Set<string>();
  /** The last cursor in another form than this server's: it is sent back as it came. */
  #opaque: string | null = null;

  constructor(after: string | null) {
    for (const cursor of after?.split(',') ?? []) this.reach(cursor);
  }

  /** The cursors of every agency, as `after` takes them; null where there are none. */
  get after(): string | null {
    const cursors = [...this.#reached.values()].map(({ cursor }) => cursor);
    if (this.#opaque !== null) cursors.push(this.#opaque);
    return cursors.length === 0 ? null : cursors.join(',');
  }

  /** True the first time, and for a cursor behind all of its agency before it. */
  take(cursor: string | null, key: string): boolean {
    const isAhead = cursor !== null && this.reach(cursor);
    if (cursor !== null && CURSOR.test(cursor)) return isAhead;
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > REMEMBERED_KEYS) this.#keys.delete(this.#keys.values().next().value ?? '');
    return true;
  }

  /** True where the cursor is ahead of what was reached, or of another epoch, in which numbers begin anew. */
  reach(cursor: string): boolean {
    const [, agency, epoch = '', digits] = CURSOR.exec(cursor) ?? [];
    if (agency === undefined) {
      this.#opaque = cursor;
      return false;
    }
    const number = Number(digits);
    const reached = this.#reached.get(agency);
    if (reached !== undefined && reached.epoch === epoch && number <= reached.number) return false;
    this.#reached.set(agency, { epoch, number, cursor });
    return true;
  }

  forget(): void {
    this.#reached.clear();
    this.#opaque = null;
  }
}
