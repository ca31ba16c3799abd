import type { EventBodies } from './bodies.ts';

export type EventType = keyof EventBodies;

/** The types of event whose body has this member. */
export type EventTypeWith<Member extends string> = {
  [Type in EventType]: EventBodies[Type] extends { readonly [Each in Member]: unknown } ? Type : never;
}[EventType];

interface Place {
  readonly agencyId: string;
  readonly incidentId: string;
  readonly at: number;
}

/** An event before it has its number. */
export type NewEvent<Type extends EventType = EventType> = {
  [Each in Type]: Place & { readonly type: Each; readonly body: EventBodies[Each] };
}[Type];

/** An event as it is appended: with the `traceparent` and `tracestate` of what made it, null where nobody traced that. */
export type AppendedEvent = NewEvent & { readonly traceparent: string | null; readonly tracestate: string | null };

/** One change to an incident, numbered in its agency's log without gaps, in commit order. Its type states what its body is. */
export type IncidentEvent<Type extends EventType = EventType> = {
  [Each in Type]: Place & {
    readonly seq: number;
    /** The installation's, when the event was read: a number means an event within one epoch. */
    readonly epoch: string;
    /** Absent where nobody traced what made it. */
    readonly traceparent?: string;
    /** Absent where nobody had noted anything of that trace. */
    readonly tracestate?: string;
    readonly type: Each;
    readonly body: EventBodies[Each];
  };
}[Type];

/** Which events of a log a reader wants. */
export interface EventFilter {
  readonly types: readonly EventType[];
  readonly incidentId: string | null;
  /** Milliseconds, both inclusive; null is open. */
  readonly since: number | null;
  readonly until: number | null;
}
