import type { IncidentEvent } from '../../incidents/events/types.ts';
import type { FrameEncoder } from './types.ts';

const EVENTS_KEPT = 256;

/** An event with the frames made of it so far: each dialect's is made once, however many sockets listen. */
export class FramedEvent {
  readonly event: IncidentEvent;
  readonly #frames = new Map<string, Buffer | null>();

  constructor(event: IncidentEvent) {
    this.event = event;
  }

  frame(encoder: string, encoders: Readonly<Record<string, FrameEncoder>>): Buffer | null {
    let frame = this.#frames.get(encoder);
    if (frame === undefined) {
      frame = encoders[encoder]?.(this.event) ?? null;
      this.#frames.set(encoder, frame);
    }
    return frame;
  }
}

/** The newest events of one agency's log, at most 256, without a gap. */
export class RecentEvents {
  #head: number;
  #events: FramedEvent[] = [];

  constructor(head: number) {
    this.#head = head;
  }

  /** The newest number that was read. */
  get head(): number {
    return this.#head;
  }

  append(events: readonly IncidentEvent[]): void {
    for (const event of events) {
      if (event.seq !== this.#head + 1) this.#events = [];
      this.#events.push(new FramedEvent(event));
      this.#head = event.seq;
    }
    this.#events.splice(0, this.#events.length - EVENTS_KEPT);
  }

  /** Moves on where the log keeps nothing of what lies between. */
  skipTo(head: number): void {
    this.#events = [];
    this.#head = head;
  }

  /** The event of this number, or nothing where it has to be read from the log. */
  find(seq: number): FramedEvent | undefined {
    return this.#events[seq - this.#head + this.#events.length - 1];
  }
}
