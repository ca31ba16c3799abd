import { setTimeout as sleep } from 'node:timers/promises';
import type { EventCounts } from '../event-counts.ts';
import type { Phase } from '../hour.ts';
import type { Latencies } from '../latencies.ts';
import type { Row } from '../row.ts';
import type { Listener } from './listener.ts';
import type { Listened } from './orders.ts';

const LOOK_MS = 100;
/** What has not moved for this long does not come any more. */
const STILL_MS = 20_000;
const REASONS_KEPT = 20;

/** Listeners that share a row of the table. */
export interface Group {
  readonly title: string;
  readonly listeners: readonly Listener[];
  readonly latencies: Latencies;
}

/** Everybody who listens. */
export class Audience {
  phase: Phase['name'] = 'warm-up';
  readonly #groups: Group[] = [];
  readonly #reasons = new Set<string>();

  add(group: Group): void {
    this.#groups.push(group);
  }

  note(reason: string): void {
    if (this.#reasons.size < REASONS_KEPT) this.#reasons.add(reason);
  }

  /** Resolves once everything came that was acknowledged, or nothing more comes. */
  async settle(events: readonly EventCounts[]): Promise<Listened> {
    const listeners = this.#groups.flatMap((group) => group.listeners);
    let [before, movedAt] = [-1, performance.now()];
    while (listeners.some((listener) => listener.standing(events).missing > 0)) {
      const received = listeners.reduce((sum, listener) => sum + listener.received, 0);
      if (received !== before) [before, movedAt] = [received, performance.now()];
      if (performance.now() - movedAt > STILL_MS) break;
      await sleep(LOOK_MS);
    }
    return { rows: this.#groups.map((group) => rowOf(group, events)), reasons: [...this.#reasons] };
  }
}

function rowOf({ title, listeners, latencies }: Group, events: readonly EventCounts[]): Row {
  const sum = (of: (listener: Listener) => number) => listeners.reduce((total, listener) => total + of(listener), 0);
  return {
    title: `${title} (${listeners.length})`,
    asked: sum((listener) => listener.standing(events).due),
    done: sum((listener) => listener.received),
    refused: {},
    lost: sum((listener) => listener.standing(events).missing),
    doubled: sum((listener) => listener.doubled),
    spreads: latencies.spreads(),
  };
}
