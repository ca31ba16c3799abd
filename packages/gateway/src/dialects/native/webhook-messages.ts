import type { WebhookEvent } from '@sallyport/contract';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import { cursorOf } from '../../incidents/events/cursor.ts';
import { EVENT_TYPES, type EventType, type IncidentEvent } from '../../incidents/events/types.ts';
import type { Media } from '../../incidents/incident/change.ts';
import type { Incident } from '../../incidents/incident/types.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { encodeSummary } from './incidents/encode-incident.ts';

const INSTANT = /At$/;
/** What is for our own order of locations alone. */
const OWN: ReadonlySet<string> = new Set(['receivedAt']);

/** The model's value in the native API's words: snake_case names, RFC 3339 instants, incidents as lists show them. */
function encodeValue(name: string, value: unknown): unknown {
  if (name === 'incident') return encodeSummary(value as Incident);
  if (typeof value === 'number' && INSTANT.test(name)) return toRfc3339(value);
  if (Array.isArray(value)) return value.map((entry) => encodeValue('', entry));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !OWN.has(key))
      .map(([key, inner]) => [key.replace(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`), encodeValue(key, inner)]),
  );
}

/** An uploaded file is read from here, with a token that reads incidents. */
function addressed({ incidentId, body }: IncidentEvent, publicUrl: string): Record<string, unknown> {
  const media = body['media'] as Media | undefined;
  if (media === undefined) return body;
  const url = media.url ?? `${publicUrl}/api/incidents/${incidentId}/media/${String(body['id'])}`;
  return { ...body, media: { ...media, url } };
}

/** One event of the log in Standard Webhooks form. */
function encodeWebhookEvent(event: IncidentEvent, publicUrl: string): WebhookEvent {
  const data = encodeValue('', addressed(event, publicUrl)) as Record<string, unknown>;
  return {
    type: event.type,
    timestamp: toRfc3339(event.at),
    data: { incident_id: event.incidentId, cursor: cursorOf(event), ...data },
  };
}

/** Every event of the log, under its own name. */
export const nativeWebhooks = (publicUrl: string): WebhookEncoder => ({
  eventTypes: Object.fromEntries(Object.keys(EVENT_TYPES).map((type) => [type, [type as EventType]])),
  nameOf: ({ type }) => type,
  encode: (event) => encodeWebhookEvent(event, publicUrl),
});
