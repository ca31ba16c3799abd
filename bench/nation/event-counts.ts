/** What an agency's log gets, by what made it: finer than the log's own types, because readers are sent some of each. */
export const EVENT_KINDS = [
  'call created',
  'call located',
  'note added',
  'words added',
  'response updated',
  'call ended',
  'alert created',
  'alert located',
  'alert status',
  'alert disposition',
  'alert message',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

type Counted = Partial<Record<EventKind, number>>;

/** How many events of each kind an agency must have: those acknowledged, and perhaps those whose answer never came. */
export interface EventCounts {
  readonly acknowledged: Counted;
  readonly unknown: Counted;
}

/** The counts of an agency, as they grow. */
export class EventCounter {
  #acknowledged: Counted = {};
  #unknown: Counted = {};

  add(outcome: keyof EventCounts, kinds: readonly EventKind[]): void {
    const counted = outcome === 'acknowledged' ? this.#acknowledged : this.#unknown;
    for (const kind of kinds) counted[kind] = (counted[kind] ?? 0) + 1;
  }

  reset(): void {
    this.#acknowledged = {};
    this.#unknown = {};
  }

  counts(): EventCounts {
    return { acknowledged: this.#acknowledged, unknown: this.#unknown };
  }
}

/** How many of these kinds together: at least, and at most. */
export function countOf(counts: EventCounts, kinds: readonly EventKind[]): { least: number; most: number } {
  const sum = (of: Counted) => kinds.reduce((total, kind) => total + (of[kind] ?? 0), 0);
  const least = sum(counts.acknowledged);
  return { least, most: least + sum(counts.unknown) };
}
