import { informedClientOf } from '../../../incidents/alerts/informed-client.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { WebhookEncoders, WebhookReader } from '../encoders/types.ts';
import type { Subscription } from './types.ts';

export function readerOf({ groupId }: Subscription): WebhookReader {
  return groupId === null ? 'agency' : 'sender';
}

/**
 * Under which name the subscription is notified of the event; null where it did not ask for it, where its dialect has no shape for
 * it, and, for a central station, where the event is of no alert of its own or the callflow leaves such news out.
 */
export function wantedEventType(
  encoders: WebhookEncoders,
  subscription: Subscription,
  event: IncidentEvent,
): string | null {
  if (readerOf(subscription) === 'sender' && informedClientOf(event) !== subscription.clientId) return null;
  const eventType = encoders[subscription.dialect]?.nameOf(event) ?? null;
  return eventType !== null && subscription.eventTypes.includes(eventType) ? eventType : null;
}
