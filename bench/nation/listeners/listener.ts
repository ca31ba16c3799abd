import { countOf, type EventCounts, type EventKind } from '../event-counts.ts';
import type { Phase, StreamKind } from '../hour.ts';
import type { Latencies } from '../latencies.ts';

/** What one message brought: an event by what is its own, or nothing that counts. */
export interface Arrival {
  /** What no two messages of one listener may have in common. */
  readonly ids: readonly string[];
  /** Milliseconds since the event, or since its writing fell due; null where the message does not state it. */
  readonly ageMs: number | null;
}

/** How one kind of stream is opened and read. */
export interface StreamDialect {
  readonly kind: StreamKind;
  /** Its row in the table. */
  readonly title: string;
  /** The events it sends, one message each. */
  readonly sends: readonly EventKind[];
  path(): string;
  headers(access: { authorization: string; session: string }): Record<string, string>;
  /** What it is sent once it is open, and what it answers when it listens; null where it listens at once. */
  subscription(callId: string): { readonly message: string; readonly confirmed: string } | null;
  read(text: string): Arrival | null;
}

/** One socket or webhook of one agency, and what came to it. */
export class Listener {
  readonly agency: number;
  readonly sends: readonly EventKind[];
  #received = 0;
  #doubled = 0;
  readonly #ids = new Set<string>();
  readonly #latencies: Latencies;

  constructor(agency: number, sends: readonly EventKind[], latencies: Latencies) {
    this.agency = agency;
    this.sends = sends;
    this.#latencies = latencies;
  }

  take({ ids, ageMs }: Arrival, phase: Phase['name']): void {
    for (const id of ids) {
      if (this.#ids.has(id)) this.#doubled += 1;
      else this.#received += 1;
      this.#ids.add(id);
    }
    if (ageMs !== null) this.#latencies.add(phase, ageMs);
  }

  get received(): number {
    return this.#received;
  }

  get doubled(): number {
    return this.#doubled;
  }

  /** How many it must have by now, and how many of them it has not. */
  standing(events: readonly EventCounts[]): { due: number; missing: number } {
    const { least } = countOf(events[this.agency] ?? { acknowledged: {}, unknown: {} }, this.sends);
    return { due: least, missing: Math.max(0, least - this.#received) };
  }
}
