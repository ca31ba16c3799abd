import type { CadLocationUpdated, CadNoteCreated, PreparedEvent } from '@sallyport/contract';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import { logMessageOf } from '../../incidents/alerts/alert-events.ts';
import type { EventType, IncidentEvent } from '../../incidents/events/types.ts';
import type { AlertAuthor } from '../../incidents/incident/alert-party.ts';
import type { Media, Note } from '../../incidents/incident/change.ts';
import { type Coordinates, coordinatesOf, type Location } from '../../incidents/incident/types.ts';
import { EVENT_TYPES_OF, encodeEvent, toPreparedInstant } from './encode-event.ts';

/** Prepared has no shape for a location that is an address alone. */
function hasNoPosition({ type, body }: IncidentEvent): boolean {
  return type === 'location.updated' && coordinatesOf(body['location'] as Location) === null;
}

/** Incident events (`type`), as Prepared posts them. */
export function preparedWebhooks(publicUrl: string): WebhookEncoder {
  const names = new Map<EventType, PreparedEvent['type']>(
    Object.entries(EVENT_TYPES_OF).flatMap(([name, types]) =>
      types.map((type) => [type, name as PreparedEvent['type']] as const),
    ),
  );
  return {
    eventTypes: EVENT_TYPES_OF,
    nameOf: (event) => (hasNoPosition(event) ? null : (names.get(event.type) ?? null)),
    encode(event) {
      const encoded = encodeEvent(event, publicUrl);
      if (encoded === null) throw new Error(`Prepared has no shape for ${event.type}`);
      const { cursor: _, ...body } = encoded;
      return body;
    },
  };
}

/** Which of the log's events each of Prepared's CAD events encodes. */
const CAD_EVENT_TYPES = {
  note_created: ['incident.created', 'note.added', 'media.attached', 'incident.signalled'],
  location_updated: ['location.updated'],
} as const satisfies Record<string, readonly EventType[]>;

type EncodedNote = Pick<CadNoteCreated, 'subtype' | 'note' | 'metadata'>;

function encodeNote(event: IncidentEvent, publicUrl: string): EncodedNote {
  switch (event.type) {
    case 'incident.created':
      return { subtype: 'incident_link', note: `${publicUrl}/portal/incidents/${event.incidentId}`, metadata: {} };
    case 'media.attached': {
      const { url, mediaType, description } = event.body['media'] as Media;
      // An uploaded file opens with a token for events, which a CAD has not; its people open the incident.
      const note = url ?? `${publicUrl}/portal/incidents/${event.incidentId}`;
      return { subtype: 'media_link', note, metadata: { media_type: mediaType, description } };
    }
    case 'incident.signalled': {
      const { text } = logMessageOf(event);
      const { entityName } = event.body['by'] as AlertAuthor;
      return { subtype: 'insight_summary', note: text, metadata: { author: entityName } };
    }
    default: {
      const { text, author } = event.body['note'] as Note;
      return { subtype: 'insight_summary', note: text, metadata: { author } };
    }
  }
}

/** CAD events (`event_type`), as Prepared posts them. `findCadId` gives the id the CAD gave the incident, if any. */
export function preparedCadWebhooks(
  publicUrl: string,
  findCadId: (event: IncidentEvent) => Promise<string | null>,
): WebhookEncoder {
  return {
    eventTypes: CAD_EVENT_TYPES,
    nameOf(event) {
      const { type } = event;
      if (hasNoPosition(event)) return null;
      const [name] =
        Object.entries(CAD_EVENT_TYPES).find(([, types]) => types.some((encoded) => encoded === type)) ?? [];
      return name ?? null;
    },
    async encode(event): Promise<CadNoteCreated | CadLocationUpdated> {
      const common = {
        id: String(event.body['id'] ?? event.incidentId),
        incident_id: event.incidentId,
        cad_partner_incident_id: await findCadId(event),
        created_at: toPreparedInstant(event.at),
      };
      if (event.type !== 'location.updated') {
        const { subtype, ...said } = encodeNote(event, publicUrl);
        return { event_type: 'note_created', subtype, ...common, ...said };
      }
      const location = event.body['location'] as Location;
      const { uncertaintyRadius, source } = location;
      const { latitude, longitude } = coordinatesOf(location) as Coordinates;
      return {
        event_type: 'location_updated',
        ...common,
        lat: latitude,
        lng: longitude,
        uncertainty: uncertaintyRadius,
        source,
      };
    },
  };
}
