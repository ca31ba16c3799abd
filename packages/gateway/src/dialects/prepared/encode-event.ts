import type { CallerLocation, IncidentMedia, IncidentMetadata, PreparedEvent } from '@sallyport/contract';
import { applyByType, type ByEventType } from '../../incidents/events/by-type.ts';
import { cursorOf } from '../../incidents/events/cursor.ts';
import type { EventType, EventTypeWith, IncidentEvent } from '../../incidents/events/types.ts';
import { coordinatesOf, type Incident } from '../../incidents/incident/types.ts';

export const PREPARED_TYPES = ['incident_metadata', 'caller_location', 'media'] as const;
export type PreparedType = (typeof PREPARED_TYPES)[number];

/** By which of Prepared's types each type of event is encoded; null where it has no shape for it. */
export const PREPARED_TYPE_OF: Readonly<Record<EventType, PreparedType | null>> = {
  'incident.created': 'incident_metadata',
  'incident.ended': 'incident_metadata',
  'incident.transferred': 'incident_metadata',
  'incident.signalled': 'incident_metadata',
  'incident.merged': 'incident_metadata',
  'incident.merged_in': null,
  'incident.unmerged': 'incident_metadata',
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': 'caller_location',
  'note.added': null,
  'media.attached': 'media',
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

/** The types of event that one of Prepared's types encodes. */
export function eventTypesOf(name: PreparedType): EventType[] {
  return (Object.keys(PREPARED_TYPE_OF) as EventType[]).filter((type) => PREPARED_TYPE_OF[type] === name);
}

/** `2026-11-21 10:30:00 UTC`, as Prepared writes instants. */
export function toPreparedInstant(milliseconds: number): string {
  const text = new Date(milliseconds).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, 19)} UTC`;
}

/** The incident as it stood at that instant. */
export function encodeMetadata(incident: Incident, updatedAt: number, publicUrl: string): IncidentMetadata {
  const { endedAt } = incident;
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

/** A location, or null where it has no position: Prepared has no shape for an address alone. */
export function encodeLocation({ incidentId, body }: IncidentEvent<'location.updated'>): CallerLocation | null {
  const { id, location, classOfService } = body;
  const coordinates = coordinatesOf(location);
  if (coordinates === null) return null;
  return {
    type: 'caller_location',
    id,
    incident_id: incidentId,
    lat: coordinates.latitude,
    lng: coordinates.longitude,
    uncertainty: location.uncertaintyRadius,
    class_of_service: classOfService,
    source: location.source,
    created_at: toPreparedInstant(location.locatedAt),
  };
}

/** An uploaded file is read from here, with the token that reads events. */
export function encodeMedia(
  { incidentId, at, body: { id, media } }: IncidentEvent<'media.attached'>,
  publicUrl: string,
): IncidentMedia {
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

const metadataAt = (event: IncidentEvent<EventTypeWith<'incident'>>, publicUrl: string) =>
  encodeMetadata(event.body.incident, event.at, publicUrl);

const ENCODED: ByEventType<[publicUrl: string], IncidentMetadata | CallerLocation | IncidentMedia | null> = {
  'incident.created': metadataAt,
  'incident.ended': metadataAt,
  'incident.transferred': metadataAt,
  'incident.signalled': metadataAt,
  'incident.merged': metadataAt,
  'incident.merged_in': null,
  'incident.unmerged': metadataAt,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': encodeLocation,
  'note.added': null,
  'media.attached': encodeMedia,
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

/** One event of the log with its cursor, or null where Prepared has no shape for it. */
export function encodeEvent(event: IncidentEvent, publicUrl: string): PreparedEvent | null {
  const encoded = applyByType(ENCODED, event, publicUrl);
  return encoded && { ...encoded, cursor: cursorOf(event) };
}
