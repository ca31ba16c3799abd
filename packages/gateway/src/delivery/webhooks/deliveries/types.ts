import type { IncidentEvent } from '../../../incidents/events/types.ts';

export type DeliveryState = 'pending' | 'delivered' | 'failed';

/** What one attempt came to: the answer, or why there was none. `durationMs` is until the end of what was read. */
export interface Outcome {
  readonly at: number;
  readonly isDelivered: boolean;
  readonly status: number | null;
  /** The first 1,024 bytes of the answer as text. */
  readonly answer: string | null;
  readonly fault: string | null;
  readonly durationMs: number;
  /** How long the endpoint asked to be left alone. */
  readonly retryAfterMs: number | null;
}

/** One event on its way to one endpoint, or a test. Its id is the `webhook-id` of every attempt, also of a replay. */
export interface Delivery {
  readonly id: string;
  readonly subscriptionId: number;
  /** Null for a test. */
  readonly seq: number | null;
  readonly incidentId: string | null;
  readonly eventType: string;
  readonly state: DeliveryState;
  readonly attempts: number;
  readonly firstAttemptAt: number | null;
  readonly nextAttemptAt: number | null;
  readonly lastAttemptAt: number | null;
  readonly status: number | null;
  readonly answer: string | null;
  readonly fault: string | null;
  readonly durationMs: number | null;
  readonly finishedAt: number | null;
  readonly createdAt: number;
}

/** A delivery that is due, with the event it is about. */
export interface DueDelivery {
  readonly delivery: Delivery;
  readonly event: IncidentEvent;
}

/** Which event is delivered to whom. */
interface Delivered {
  readonly subscriptionId: number;
  readonly seq: number;
  readonly epoch: string;
  readonly incidentId: string;
  readonly eventType: string;
}

/**
 * The same event and endpoint always give the same id: whatever crashes between, a duplicate is known as one. After a
 * restore the same numbers are given again, to other events and endpoints, so an id has its epoch in it.
 */
function deliveryIdOf({ subscriptionId, seq, epoch }: Delivered): string {
  return epoch === '' ? `msg_${subscriptionId}_${seq}` : `msg_${subscriptionId}_${epoch}.${seq}`;
}

/** An event's delivery before its first attempt, which is due at once. */
export function newDelivery(event: Delivered, now: number): Delivery {
  const { subscriptionId, seq, incidentId, eventType } = event;
  return {
    ...{ subscriptionId, seq, incidentId, eventType },
    id: deliveryIdOf(event),
    state: 'pending',
    attempts: 0,
    firstAttemptAt: null,
    nextAttemptAt: now,
    lastAttemptAt: null,
    status: null,
    answer: null,
    fault: null,
    durationMs: null,
    finishedAt: null,
    createdAt: now,
  };
}
