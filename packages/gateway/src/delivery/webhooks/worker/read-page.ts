import type { Database } from '../../../database/database.ts';
import { eventsAfter } from '../../../incidents/events/store.ts';
import type { IncidentEvent } from '../../../incidents/events/types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { storedAmong } from '../deliveries/store.ts';
import { type DueDelivery, newDelivery } from '../deliveries/types.ts';
import type { WebhookEncoders } from '../encoders/types.ts';
import { type Subscription, wantedEventType } from '../subscription/types.ts';
import type { LogPlace } from './log-place.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly webhookEncoders: WebhookEncoders;
}

export const EVENTS_A_PAGE = 256;

/**
 * Reads up to 256 events after the place, which then is behind them: those that are to be delivered and have no delivery stored, in
 * the order of the log, and whether these were the last.
 */
export async function readPage(
  ports: Ports,
  subscription: Subscription,
  place: LogPlace,
): Promise<{ open: readonly DueDelivery[]; isLast: boolean }> {
  const { database } = ports;
  const events = await eventsAfter(database.read, subscription.agencyId, place.readTo, EVENTS_A_PAGE);
  const readTo = events.at(-1)?.seq;
  if (readTo === undefined) return { open: [], isLast: true };
  const wanted = events.flatMap((event) => deliveryOf(ports, subscription, event) ?? []);
  // Behind the place that was stored there may be what was sent before a process ended.
  const stored = await storedAmong(
    database,
    wanted.map(({ delivery }) => delivery.id),
  );
  const open = wanted.filter(({ delivery }) => !stored.has(delivery.id));
  place.read(
    readTo,
    open.map(({ event }) => event.seq),
  );
  return { open, isLast: events.length < EVENTS_A_PAGE };
}

function deliveryOf(
  { webhookEncoders, clock }: Ports,
  subscription: Subscription,
  event: IncidentEvent,
): DueDelivery | null {
  const eventType = wantedEventType(webhookEncoders, subscription, event);
  if (eventType === null) return null;
  const { seq, epoch, incidentId } = event;
  const delivered = { subscriptionId: subscription.id, seq, epoch, incidentId, eventType };
  return { delivery: newDelivery(delivered, clock.now()), event };
}
