import type { WebhookAuthor, WebhookData, WebhookLocation } from '@sallyport/contract';
import type { WebhookEncoder } from '../../delivery/webhooks/encoders/types.ts';
import type { OfSender, SignalContent, TransferredTo } from '../../incidents/events/bodies.ts';
import { applyByType } from '../../incidents/events/by-type.ts';
import { cursorOf } from '../../incidents/events/cursor.ts';
import type { EventType, EventTypeWith, IncidentEvent } from '../../incidents/events/types.ts';
import type { AlertAuthor } from '../../incidents/incident/alert-party.ts';
import type { CadFacts } from '../../incidents/incident/cad-incident.ts';
import type { Colleague, Location } from '../../incidents/incident/types.ts';
import { toRfc3339 } from '../../kernel/clock.ts';
import { typeNameOf } from '../requests/emergency-type.ts';
import { encodeMessage } from './incidents/encode-alert-side.ts';
import { encodeClaim, encodeClosing, encodeSummary } from './incidents/encode-incident.ts';

function encodeLocation(location: Location): WebhookLocation {
  const { civic, saidAt, further } = location;
  return {
    latitude: location.latitude,
    longitude: location.longitude,
    uncertainty_radius: location.uncertaintyRadius,
    ...(location.confidence !== undefined && { confidence: location.confidence }),
    ...(location.height !== undefined && { height: location.height }),
    ...(location.verticalUncertainty !== undefined && { vertical_uncertainty: location.verticalUncertainty }),
    ...(location.floor !== undefined && { floor: location.floor }),
    ...(location.elevation !== undefined && { elevation: location.elevation }),
    civic: civic && {
      name: civic.name,
      street_1: civic.street1,
      street_2: civic.street2,
      city: civic.city,
      state: civic.state,
      country: civic.country,
      zip_code: civic.zipCode,
    },
    source: location.source,
    located_at: toRfc3339(location.locatedAt),
    ...(saidAt !== undefined && { said_at: toRfc3339(saidAt) }),
    ...(further !== undefined && { further }),
  };
}

function encodeAuthor({ side, entityId, entityName, sender, senderId, ...claimed }: AlertAuthor): WebhookAuthor {
  const { claimedSender, claimedSenderId } = claimed;
  return {
    ...{ side, entity_id: entityId, entity_name: entityName, sender, sender_id: senderId },
    ...(claimedSender !== undefined && { claimed_sender: claimedSender }),
    ...(claimedSenderId !== undefined && { claimed_sender_id: claimedSenderId }),
  };
}

function encodeSender({ originClientId, tellsSender }: OfSender) {
  return {
    origin_client_id: originClientId,
    ...(tellsSender !== undefined && { tells_sender: [...tellsSender] }),
  };
}

function encodePerson(colleague: Colleague | undefined) {
  return colleague === undefined ? {} : { user_id: colleague.userId, name: colleague.name };
}

function encodeTransfer({ id, transfer, colleague }: { id: string; transfer: TransferredTo; colleague: Colleague }) {
  return {
    ...{ id, transfer_id: transfer.id, to_agency_id: transfer.agencyId, to_agency_name: transfer.agencyName },
    ...{ user_id: colleague.userId, name: colleague.name },
  };
}

function encodeSignal(signal: SignalContent): WebhookData<'incident.signalled'>['signal'] {
  return {
    source_id: signal.sourceId,
    site_id: signal.siteId,
    supplied_by: signal.suppliedBy,
    incident_at: toRfc3339(signal.incidentAt),
    emergency_type: typeNameOf(signal),
    site_type: signal.siteType,
    description: signal.description,
    caller_name: signal.callerName,
    caller_phone_number: signal.callerPhoneNumber,
    caller_phone_given: signal.callerPhoneGiven,
    location: signal.location && encodeLocation(signal.location),
    facts: signal.facts,
  };
}

const encodeCad = ({ id, partnerIncidentId, suppliedBy, status, matchedBy }: CadFacts) => ({
  id,
  cad_partner_incident_id: partnerIncidentId,
  supplied_by: suppliedBy,
  status,
  matched_by: matchedBy,
});

function encodeMedia(
  { incidentId, body: { id, media } }: IncidentEvent<'media.attached'>,
  publicUrl: string,
): WebhookData<'media.attached'>['media'] {
  const { file } = media;
  return {
    url: media.url ?? `${publicUrl}/api/incidents/${incidentId}/media/${id}`,
    file: file && { content_type: file.contentType, size_bytes: file.sizeBytes, sha_256: file.sha256 },
    media_type: media.mediaType,
    description: media.description,
  };
}

/** The event's own id with the incident as lists show it, as it was then. */
const numbered = ({ body: { id, incident } }: IncidentEvent<EventTypeWith<'incident'> & EventTypeWith<'id'>>) => ({
  id,
  incident: encodeSummary(incident),
});

/** What the webhook of each type of event carries. */
const DATA: {
  readonly [Type in EventType]: (event: IncidentEvent<Type>, publicUrl: string) => WebhookData<Type>;
} = {
  'incident.created': ({ body }) => ({ incident: encodeSummary(body.incident) }),
  'incident.ended': numbered,
  'incident.transferred': (event) => ({ ...numbered(event), to: event.body.to }),
  'incident.signalled': ({ body: { id, message, incident, signal, by } }) => ({
    id,
    message: encodeMessage(message),
    incident: encodeSummary(incident),
    signal: encodeSignal(signal),
    by: encodeAuthor(by),
  }),
  'incident.merged': (event) => ({ ...numbered(event), into: event.body.into, ...encodePerson(event.body.colleague) }),
  'incident.merged_in': ({ body: { id, merged, colleague } }) => ({ id, merged, ...encodePerson(colleague) }),
  'incident.unmerged': (event) => ({
    ...numbered(event),
    apart_from: event.body.apartFrom,
    user_id: event.body.colleague.userId,
    name: event.body.colleague.name,
  }),
  'incident.claimed': ({ body: { id, claim, takenFrom, takeOverReason } }) => ({
    id,
    claim: encodeClaim(claim),
    taken_from: takenFrom && encodeClaim(takenFrom),
    take_over_reason: takeOverReason,
  }),
  'incident.released': ({ body: { id, claim, releasedAs } }) => ({
    id,
    claim: encodeClaim(claim),
    released_as: releasedAs,
  }),
  'incident.closed': (event) => ({ ...numbered(event), closing: encodeClosing(event.body.closing) }),
  'incident.reopened': (event) => ({
    ...numbered(event),
    user_id: event.body.colleague.userId,
    name: event.body.colleague.name,
  }),
  'location.updated': ({ body }) => ({
    id: body.id,
    location: encodeLocation(body.location),
    class_of_service: body.classOfService,
    ...(body.by !== undefined && { by: encodeAuthor(body.by) }),
    ...(body.originClientId !== undefined && { origin_client_id: body.originClientId }),
    ...(body.tellsSender !== undefined && { tells_sender: [...body.tellsSender] }),
    ...(body.callerPhone !== undefined && { caller_phone: body.callerPhone }),
  }),
  'note.added': ({ body: { id, note } }) => ({ id, note: { text: note.text, author: note.author } }),
  'media.attached': (event, publicUrl) => ({ id: event.body.id, media: encodeMedia(event, publicUrl) }),
  'transcript.added': ({ body: { id, words, callStartedAt } }) => ({
    id,
    words: words.map((word) => ({
      word: word.word,
      speaker: word.speaker,
      started_at: toRfc3339(word.startedAt),
      ended_at: toRfc3339(word.endedAt),
      confidence: word.confidence,
      language_code: word.languageCode,
    })),
    call_started_at: callStartedAt === null ? null : toRfc3339(callStartedAt),
  }),
  'incident.sent_to_cad': ({ body: { id, text, receivers, colleague } }) => ({
    ...{ id, text, receivers: [...receivers] },
    ...{ user_id: colleague.userId, name: colleague.name },
  }),
  'incident.transfer_opened': ({ body }) => ({
    ...encodeTransfer(body),
    reason: body.reason,
    expires_at: toRfc3339(body.expiresAt),
  }),
  'incident.transfer_ended': ({ body }) => ({ ...encodeTransfer(body), is_by_receiver: body.isByReceiver }),
  'cad.linked': ({ body: { id, cad } }) => ({ id, cad: encodeCad(cad) }),
  'cad.unlinked': ({ body: { id, cad, into } }) => ({ id, cad: encodeCad(cad), into }),
  'cad.status_changed': ({ body: { id, cad } }) => ({ id, cad: encodeCad(cad) }),
  'response.updated': ({ body: { id, response } }) => ({
    id,
    response: { unit: response.unit, status: response.status, note: response.note },
  }),
  'alert.status_changed': (event) => ({
    ...numbered(event),
    from: event.body.from,
    by: encodeAuthor(event.body.by),
  }),
  'alert.disposition_changed': (event) => ({ ...numbered(event), by: encodeAuthor(event.body.by) }),
  'alert.message_added': ({ body: { id, message, by, ...sender } }) => ({
    id,
    message: encodeMessage(message),
    by: encodeAuthor(by),
    ...encodeSender(sender),
  }),
};

const TYPES = Object.keys(DATA) as EventType[];

/** Every event of the log in Standard Webhooks form, under its own name. */
export const nativeWebhooks = (publicUrl: string): WebhookEncoder => ({
  names: TYPES,
  namesOf: Object.fromEntries(TYPES.map((type) => [type, [type]])) as Record<EventType, [EventType]>,
  nameOf: ({ type }) => type,
  encode: (event) => ({
    type: event.type,
    timestamp: toRfc3339(event.at),
    data: {
      incident_id: event.incidentId,
      cursor: cursorOf(event),
      ...applyByType<[string], object>(DATA, event, publicUrl),
    },
  }),
});
