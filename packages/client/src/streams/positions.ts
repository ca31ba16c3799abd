const REMEMBERED_KEYS = 2_000;

/** Up to where each agency's log was received, and which events without a cursor were. */
export class Positions {
  readonly #numbers = new Map<string, number>();
  readonly #keys = new Set<string>();

  constructor(after: string | null) {
    for (const cursor of after?.split(',') ?? []) this.reach(cursor);
  }

  /** The cursors of every agency, as `after` takes them; null where there are none. */
  get after(): string | null {
    if (this.#numbers.size === 0) return null;
    return [...this.#numbers].map(([agency, number]) => `${agency}:${number}`).join(',');
  }

  /** True the first time, and for a cursor behind all of its agency before it. */
  take(cursor: string | null, key: string): boolean {
    if (cursor !== null && parse(cursor) !== null) return this.reach(cursor);
    if (this.#keys.has(key)) return false;
    this.#keys.add(key);
    if (this.#keys.size > REMEMBERED_KEYS) this.#keys.delete(this.#keys.values().next().value ?? '');
    return true;
  }

  /** True where the cursor is ahead of what was reached. */
  reach(cursor: string): boolean {
    const parsed = parse(cursor);
    if (parsed === null || parsed.number <= (this.#numbers.get(parsed.agency) ?? -1)) return false;
    this.#numbers.set(parsed.agency, parsed.number);
    return true;
  }

  forget(): void {
    this.#numbers.clear();
  }
}

function parse(cursor: string): { agency: string; number: number } | null {
  const at = cursor.lastIndexOf(':');
  const number = Number(cursor.slice(at + 1));
  return at < 1 || !Number.isSafeInteger(number) ? null : { agency: cursor.slice(0, at), number };
}
