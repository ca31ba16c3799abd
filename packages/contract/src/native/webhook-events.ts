import { type Static, type TProperties, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { IncidentSummary } from './incidents.ts';

const Instant = Type.String({ format: 'date-time' });
const Text = Type.String();

const CivicAddress = Type.Object({
  name: Nullable(Text),
  street_1: Nullable(Text),
  street_2: Nullable(Text),
  city: Nullable(Text),
  state: Nullable(Text),
  country: Nullable(Text),
  zip_code: Nullable(Text),
});

/** A location as its source gave it; what is missing, the source did not state. */
export const WebhookLocation = Type.Object({
  latitude: Nullable(Type.Number({ description: 'degrees of WGS 84; null where only an address is known' })),
  longitude: Nullable(Type.Number()),
  uncertainty_radius: Nullable(Type.Number({ description: 'metres; null where it is not known' })),
  confidence: Type.Optional(Nullable(Type.Number({ description: 'percent' }))),
  height: Type.Optional(Nullable(Type.Number({ description: 'metres above the WGS 84 ellipsoid' }))),
  vertical_uncertainty: Type.Optional(Type.Number({ description: 'metres' })),
  floor: Type.Optional(Type.Number()),
  elevation: Type.Optional(Type.Number({ description: 'metres above the ground or the sea, as the source means it' })),
  civic: Nullable(CivicAddress),
  source: Text,
  located_at: Type.String({ format: 'date-time', description: 'never after its receipt' }),
  said_at: Type.Optional(
    Type.String({
      format: 'date-time',
      description: 'what the source stated instead, where that was ahead of its receipt',
    }),
  ),
  further: Type.Optional(
    Type.Record(Text, Type.Unknown(), { description: 'what else its source stated, as it was sent' }),
  ),
});
export type WebhookLocation = Static<typeof WebhookLocation>;

/** Who did it. */
export const WebhookAuthor = Type.Object({
  side: Type.Enum(['psap', 'central_station', 'system']),
  entity_id: Text,
  entity_name: Text,
  sender: Type.String({ description: 'the person or program that was authenticated' }),
  sender_id: Text,
  claimed_sender: Type.Optional(Type.String({ description: 'what it called itself; nothing proves it' })),
  claimed_sender_id: Type.Optional(Text),
});
export type WebhookAuthor = Static<typeof WebhookAuthor>;

const Message = Type.Object({
  type: Type.Enum(['SYSTEM_UPDATE', 'STATUS_UPDATE', 'CHAT_MESSAGE', 'MILESTONE', 'MULTI_TRIP_SIGNAL']),
  text: Text,
});

/** Everything that a further signal stated. */
const Signal = Type.Object({
  source_id: Nullable(Text),
  site_id: Nullable(Text),
  supplied_by: Text,
  incident_at: Instant,
  emergency_type: Nullable(Text),
  site_type: Nullable(Text),
  description: Nullable(Text),
  caller_name: Nullable(Text),
  caller_phone_number: Nullable(Text),
  caller_phone_given: Nullable(Text),
  location: Nullable(WebhookLocation),
  facts: Type.Record(Text, Type.Record(Text, Type.Unknown()), { description: 'what else was stated, as it was sent' }),
});

const Media = Type.Object({
  url: Type.String({ description: 'an uploaded file is read from here, with a token that reads incidents' }),
  file: Nullable(
    Type.Object({ content_type: Text, size_bytes: Type.Integer(), sha_256: Type.String({ description: 'in hex' }) }),
  ),
  media_type: Type.Enum(['photo', 'video', 'recording', 'file']),
  description: Nullable(Text),
});

const Word = Type.Object({
  word: Text,
  speaker: Type.Enum(['Caller', 'CallTaker']),
  started_at: Instant,
  ended_at: Instant,
  confidence: Nullable(Type.Number({ description: 'from 0 to 1' })),
  language_code: Nullable(Text),
});

const MatchKey = Type.Enum(['caller_phone_number', 'sip_call_id', 'position']);

/** A CAD's own incident. */
export const WebhookCad = Type.Object({
  id: Text,
  cad_partner_incident_id: Text,
  supplied_by: Text,
  status: Nullable(Type.String({ description: "in the CAD's own words" })),
  matched_by: Type.Union([MatchKey, Type.Null()]),
});
export type WebhookCad = Static<typeof WebhookCad>;

function event<const Name extends string, Data extends TProperties>(name: Name, description: string, data: Data) {
  return Type.Object(
    {
      type: Type.Literal(name),
      timestamp: Instant,
      data: Type.Object({
        incident_id: Text,
        cursor: Type.String({ description: "the event's place in the agency's log" }),
        ...data,
      }),
    },
    { description },
  );
}

const id = Type.String({ description: "the event's own id" });
const incident = IncidentSummary;
const by = WebhookAuthor;
/** Whose alert it is, in an event that does not carry the alert. */
const ofSender = {
  origin_client_id: Nullable(Text),
  tells_sender: Type.Optional(
    Type.Array(Text, { description: 'what its sender is sent of the alert, where that is not all' }),
  ),
};

/** The body of each native webhook, as Standard Webhooks writes it, by the type of the event. */
export const WEBHOOK_EVENTS = {
  'incident.created': event('incident.created', 'An incident came in.', { incident }),
  'incident.ended': event('incident.ended', 'A call ended.', { id, incident }),
  'incident.transferred': event('incident.transferred', 'A call was handed to somebody else.', {
    id,
    incident,
    to: Text,
  }),
  'incident.signalled': event('incident.signalled', 'A further signal of an incident came.', {
    id,
    message: Message,
    incident,
    signal: Signal,
    by,
  }),
  'incident.merged': event('incident.merged', 'An incident was merged into another one, which goes on.', {
    id,
    incident,
    into: Text,
  }),
  'location.updated': event('location.updated', 'A location of an incident was received.', {
    id,
    location: WebhookLocation,
    class_of_service: Nullable(Text),
    by: Type.Optional(by),
    origin_client_id: Type.Optional(ofSender.origin_client_id),
    tells_sender: ofSender.tells_sender,
    caller_phone: Type.Optional(
      Nullable(Type.String({ description: "whose place it is, where that may not be the incident's caller's" })),
    ),
  }),
  'note.added': event('note.added', 'A note was added.', { id, note: Type.Object({ text: Text, author: Text }) }),
  'media.attached': event('media.attached', 'A photo, a video, a recording or a file was attached.', {
    id,
    media: Media,
  }),
  'transcript.added': event('transcript.added', 'Words were spoken.', {
    id,
    words: Type.Array(Word),
    call_started_at: Nullable(Instant),
  }),
  'cad.linked': event('cad.linked', 'A CAD incident is linked to the incident from now on.', { id, cad: WebhookCad }),
  'cad.unlinked': event('cad.unlinked', 'A CAD incident was linked by mistake, and is linked to another incident.', {
    id,
    cad: WebhookCad,
    into: Text,
  }),
  'cad.status_changed': event('cad.status_changed', 'A CAD incident has a new status, or its CAD stated more of it.', {
    id,
    cad: WebhookCad,
  }),
  'response.updated': event('response.updated', 'A unit does something about an incident.', {
    id,
    response: Type.Object({ unit: Text, status: Text, note: Nullable(Text) }),
  }),
  'alert.status_changed': event('alert.status_changed', 'An alert has a new status.', { id, incident, from: Text, by }),
  'alert.disposition_changed': event('alert.disposition_changed', 'An alert has a new disposition.', {
    id,
    incident,
    by,
  }),
  'alert.message_added': event('alert.message_added', 'Something was reported about an alert.', {
    id,
    message: Message,
    by,
    ...ofSender,
  }),
} as const;

export type WebhookEventType = keyof typeof WEBHOOK_EVENTS;
/** What the webhook of that type of event carries besides the incident's id and the cursor. */
export type WebhookData<Name extends WebhookEventType> = Omit<
  Static<(typeof WEBHOOK_EVENTS)[Name]>['data'],
  'incident_id' | 'cursor'
>;
/** The body of a native webhook. */
export type WebhookEvent = Static<(typeof WEBHOOK_EVENTS)[WebhookEventType]>;
