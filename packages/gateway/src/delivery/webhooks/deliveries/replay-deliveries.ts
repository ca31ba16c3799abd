import type { Audit } from '../../../audit/append-record.ts';
import type { Actor } from '../../../audit/types.ts';
import type { Database } from '../../../database/database.ts';
import { eventsBetween, seqsOfSpan } from '../../../incidents/events/store.ts';
import type { EventType, IncidentEvent } from '../../../incidents/events/types.ts';
import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Origin } from '../../../kernel/origin.ts';
import { typesNamed, type WebhookEncoders } from '../encoders/types.ts';
import { auditedAgency, type Subscription, wantedEventType } from '../subscription/types.ts';
import { readDelivery } from './find-deliveries.ts';
import { saveDeliveries, storedAmong } from './store.ts';
import { type Delivery, newDelivery } from './types.ts';

const MOST_AT_ONCE = 2_000;

interface Replaying {
  readonly subscription: Subscription;
  readonly actor: Actor;
  readonly origin: Origin;
}

async function write(
  { database, audit }: { database: Database; audit: Audit },
  { subscription, actor, origin }: Replaying,
  deliveries: readonly Delivery[],
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await database.write(async (tx) => {
    saveDeliveries(tx, deliveries);
    await audit.append(tx, {
      actor,
      agencyId: auditedAgency(subscription),
      action: 'webhook.replayed',
      outcome: 'success',
      subject: String(subscription.id),
      origin,
      detail: { deliveries: deliveries.length, ...detail },
    });
    tx.onCommit(() => database.notifier.notify('events'));
  });
}

/**
 * Delivers one delivery again, at once and under its own id, for three days anew. Refuses an unknown one (`not_found`), and
 * a test (`conflict`), which is sent anew instead.
 */
export async function replayDelivery(
  ports: { database: Database; audit: Audit; clock: Clock },
  request: Replaying & { deliveryId: string },
): Promise<Delivery> {
  const known = await readDelivery(ports, request.subscription, request.deliveryId);
  if (known.seq === null || known.incidentId === null) {
    throw refuse.conflict({ description: 'This was a test; send another one instead' });
  }
  const { seq, incidentId, eventType, createdAt } = known;
  const event = { subscriptionId: known.subscriptionId, seq, epoch: '', incidentId, eventType };
  const replayed = { ...newDelivery(event, ports.clock.now()), id: known.id, createdAt };
  await write(ports, request, [replayed], { delivery: known.id });
  return replayed;
}

/**
 * Delivers everything of a span of time again, delivered before or not, in the order of the log and under the same ids.
 * Instants are milliseconds, both inclusive. Refuses a span with more than 2,000 events (`invalid_request`).
 */
export async function replaySpan(
  ports: { database: Database; audit: Audit; clock: Clock; webhookEncoders: WebhookEncoders },
  request: Replaying & { since: number; until: number },
): Promise<number> {
  const { database, clock, webhookEncoders } = ports;
  const { subscription, since, until } = request;
  const { id, agencyId, dialect, eventTypes } = subscription;
  const encoder = webhookEncoders[dialect];
  const types = new Set<EventType>(eventTypes.flatMap((name) => (encoder ? typesNamed(encoder, name) : [])));
  const filter = { types: [...types], incidentId: null, since, until };
  const read = (from: number, to: number, limit: number) =>
    eventsBetween(database.read, agencyId, { from, to, order: 'asc', limit, filter });
  const span = await seqsOfSpan(database.read, agencyId, { since, until });
  const events = await read(span.from, Math.min(span.to, subscription.cursorSeq), MOST_AT_ONCE + 1);
  if (events.length > MOST_AT_ONCE) {
    throw refuse.invalidRequest({ description: `The span has more than ${MOST_AT_ONCE} events; choose a shorter one` });
  }
  const deliveryOf = (event: IncidentEvent) => {
    const eventType = wantedEventType(webhookEncoders, subscription, event);
    if (eventType === null) return [];
    const { seq, epoch, incidentId } = event;
    return [newDelivery({ subscriptionId: id, seq, epoch, incidentId, eventType }, clock.now())];
  };
  // What comes after its place in the log is delivered anyway, but for what was sent before an earlier event was.
  const later = (await read(subscription.cursorSeq + 1, span.to, MOST_AT_ONCE)).flatMap(deliveryOf);
  const sent = await storedAmong(
    database,
    later.map((delivery) => delivery.id),
  );
  const deliveries = [...events.flatMap(deliveryOf), ...later.filter((delivery) => sent.has(delivery.id))];
  await write(ports, request, deliveries, { since, until });
  return deliveries.length;
}
