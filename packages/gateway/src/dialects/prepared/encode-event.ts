import type { CallerLocation, IncidentMedia, IncidentMetadata, PreparedEvent } from '@sallyport/contract';
import { cursorOf } from '../../incidents/events/cursor.ts';
import type { EventType, IncidentEvent } from '../../incidents/events/types.ts';
import type { Media } from '../../incidents/incident/change.ts';
import { coordinatesOf, type Incident, type Location } from '../../incidents/incident/types.ts';

/** Which of the log's events each of Prepared's types encodes; the others have no shape in its incident webhooks. */
export const EVENT_TYPES_OF = {
  incident_metadata: [
    'incident.created',
    'incident.transferred',
    'incident.ended',
    'incident.merged',
    'incident.signalled',
  ],
  caller_location: ['location.updated'],
  media: ['media.attached'],
} as const satisfies Record<PreparedEvent['type'], readonly EventType[]>;

/** `2026-11-21 10:30:00 UTC`, as Prepared writes instants. */
export function toPreparedInstant(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

/** The incident as it stood at that instant. */
export function encodeMetadata(incident: Incident, updatedAt: number, publicUrl: string): IncidentMetadata {
  const endedAt = incident.endedAt ?? null;
  return {
    type: 'incident_metadata',
    id: incident.id,
    caller_phone_number: incident.callerPhoneNumber,
    is_audio_live: incident.kind === 'call' && endedAt === null,
    audio_call_ended_at: endedAt === null ? null : toPreparedInstant(endedAt),
    created_at: toPreparedInstant(incident.createdAt),
    updated_at: toPreparedInstant(updatedAt),
    chatroom_url: `${publicUrl}/portal/incidents/${incident.id}`,
  };
}

/** A `location.updated` event, or null where it has no position: Prepared has no shape for an address alone. */
export function encodeLocation({ incidentId, body }: IncidentEvent): CallerLocation | null {
  const location = body['location'] as Location;
  const coordinates = coordinatesOf(location);
  if (coordinates === null) return null;
  return {
    type: 'caller_location',
    id: String(body['id']),
    incident_id: incidentId,
    lat: coordinates.latitude,
    lng: coordinates.longitude,
    uncertainty: location.uncertaintyRadius,
    class_of_service: (body['classOfService'] ?? null) as string | null,
    source: location.source,
    created_at: toPreparedInstant(location.locatedAt),
  };
}

/** A `media.attached` event. An uploaded file is read from here, with the token that reads events. */
export function encodeMedia({ incidentId, at, body }: IncidentEvent, publicUrl: string): IncidentMedia {
  const media = body['media'] as Media;
  const id = String(body['id']);
  return {
    type: 'media',
    id,
    incident_id: incidentId,
    media_type: media.mediaType,
    url: media.url ?? `${publicUrl}/v1/incident_events/${incidentId}/media/${id}`,
    description: media.description,
    created_at: toPreparedInstant(at),
  };
}

/** One event of the log with its cursor, or null where Prepared has no shape for it. */
export function encodeEvent(event: IncidentEvent, publicUrl: string): PreparedEvent | null {
  const cursor = cursorOf(event);
  switch (event.type) {
    case 'incident.created':
    case 'incident.transferred':
    case 'incident.ended':
    case 'incident.merged':
    case 'incident.signalled':
      return { ...encodeMetadata(event.body['incident'] as Incident, event.at, publicUrl), cursor };
    case 'location.updated': {
      const located = encodeLocation(event);
      return located && { ...located, cursor };
    }
    case 'media.attached':
      return { ...encodeMedia(event, publicUrl), cursor };
    default:
      return null;
  }
}
