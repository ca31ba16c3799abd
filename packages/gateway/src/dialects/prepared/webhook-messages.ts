import type { CadLocationUpdated, CadNoteCreated } from '@sallyport/contract';
import { oneNameEach, type WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import { applyByType, type ByEventType } from '../../incidents/events/by-type.ts';
import type { EventType, IncidentEvent } from '../../incidents/events/types.ts';
import { coordinatesOf } from '../../incidents/incident/types.ts';
import { encodeEvent, PREPARED_TYPE_OF, PREPARED_TYPES, toPreparedInstant } from './encode-event.ts';

/** Prepared has no shape for a location that is an address alone. */
function hasNoPosition(event: IncidentEvent): boolean {
  return event.type === 'location.updated' && coordinatesOf(event.body.location) === null;
}

/** As the names are by type, but that a location without a position has none. */
function named<Name extends string>(names: readonly Name[], nameOf: Readonly<Record<EventType, Name | null>>) {
  const byType = oneNameEach(names, nameOf);
  return { ...byType, nameOf: (event: IncidentEvent) => (hasNoPosition(event) ? null : byType.nameOf(event)) };
}

/** Incident events (`type`), as Prepared posts them. */
export function preparedWebhooks(publicUrl: string): WebhookEncoder {
  return {
    ...named(PREPARED_TYPES, PREPARED_TYPE_OF),
    encode(event) {
      const encoded = encodeEvent(event, publicUrl);
      if (encoded === null) throw new Error(`Prepared has no shape for ${event.type}`);
      const { cursor: _, ...body } = encoded;
      return body;
    },
  };
}

const CAD_TYPES = ['note_created', 'location_updated'] as const;

/** By which of Prepared's CAD events each type of event is encoded; null where it has no shape for it. */
const CAD_TYPE_OF: Readonly<Record<EventType, (typeof CAD_TYPES)[number] | null>> = {
  'incident.created': 'note_created',
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': 'note_created',
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': 'location_updated',
  'note.added': 'note_created',
  'media.attached': 'note_created',
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': 'note_created',
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

/** What every CAD event has. */
type Common = Pick<CadNoteCreated, 'id' | 'incident_id' | 'cad_partner_incident_id' | 'created_at'>;
type CadEvent = CadNoteCreated | CadLocationUpdated;

const noteCreated = (
  common: Common,
  { subtype, note, metadata }: Pick<CadNoteCreated, 'subtype' | 'note' | 'metadata'>,
): CadNoteCreated => ({ event_type: 'note_created', subtype, ...common, note, metadata });

function encodeLocation({ body }: IncidentEvent<'location.updated'>, common: Common): CadLocationUpdated | null {
  const { location } = body;
  const coordinates = coordinatesOf(location);
  if (coordinates === null) return null;
  return {
    event_type: 'location_updated',
    ...common,
    lat: coordinates.latitude,
    lng: coordinates.longitude,
    uncertainty: location.uncertaintyRadius,
    source: location.source,
  };
}

const CAD_ENCODED: ByEventType<[common: Common, publicUrl: string], CadEvent | null> = {
  'incident.created': ({ incidentId }, common, publicUrl) =>
    noteCreated(common, {
      subtype: 'incident_link',
      note: `${publicUrl}/portal/incidents/${incidentId}`,
      metadata: {},
    }),
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': ({ body: { message, by } }, common) =>
    noteCreated(common, { subtype: 'insight_summary', note: message.text, metadata: { author: by.entityName } }),
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': encodeLocation,
  'note.added': ({ body: { note } }, common) =>
    noteCreated(common, { subtype: 'insight_summary', note: note.text, metadata: { author: note.author } }),
  'media.attached': ({ incidentId, body: { media } }, common, publicUrl) =>
    noteCreated(common, {
      subtype: 'media_link',
      // An uploaded file opens with a token for events, which a CAD has not; its people open the incident.
      note: media.url ?? `${publicUrl}/portal/incidents/${incidentId}`,
      metadata: { media_type: media.mediaType, description: media.description },
    }),
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': ({ incidentId, body: { text, colleague } }, common, publicUrl) =>
    noteCreated(common, {
      subtype: 'insight_summary',
      note: text,
      metadata: { author: colleague.name, incident_link: `${publicUrl}/portal/incidents/${incidentId}` },
    }),
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

/** CAD events (`event_type`), as Prepared posts them. `findCadId` gives the id the CAD gave the incident, if any. */
export function preparedCadWebhooks(
  publicUrl: string,
  findCadId: (event: IncidentEvent) => Promise<string | null>,
): WebhookEncoder {
  return {
    ...named(CAD_TYPES, CAD_TYPE_OF),
    async encode(event) {
      const common: Common = {
        id: 'id' in event.body ? event.body.id : event.incidentId,
        incident_id: event.incidentId,
        cad_partner_incident_id: await findCadId(event),
        created_at: toPreparedInstant(event.at),
      };
      const encoded = applyByType(CAD_ENCODED, event, common, publicUrl);
      if (encoded === null) throw new Error(`Prepared has no CAD event for ${event.type}`);
      return encoded;
    },
  };
}
