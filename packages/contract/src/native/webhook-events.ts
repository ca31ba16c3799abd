import { type Static, type TProperties, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { IncidentSummary } from './incidents.ts';
import { IncidentClaim, IncidentClosing } from './work.ts';

const Instant = Type.String({ format: 'date-time' });
const Text = Type.String();

const CivicAddress = Type.Object({
  name: Nullable(
    described(Text, 'Name of the place, or the whole address in one line; null where it is not known', 'Example Hall'),
  ),
  street_1: Nullable(described(Text, 'Street and number; null where they are not known', '100 Example Street')),
  street_2: Nullable(described(Text, 'Apartment or suite; null where it is not known', '4B')),
  city: Nullable(described(Text, 'City; null where it is not known', 'Exampleton')),
  state: Nullable(described(Text, 'State; null where it is not known', 'OR')),
  country: Nullable(described(Text, 'Country; null where it is not known', 'US')),
  zip_code: Nullable(described(Text, 'Postal code; null where it is not known', '97000')),
});

/** A location as its source gave it; what is missing, the source did not state. */
export const WebhookLocation = Type.Object({
  latitude: Nullable(
    Type.Number({ description: 'Degrees of WGS 84; null where only an address is known', examples: [44.05817] }),
  ),
  longitude: Nullable(
    Type.Number({ description: 'Degrees of WGS 84; null where only an address is known', examples: [-121.31531] }),
  ),
  uncertainty_radius: Nullable(Type.Number({ description: 'Metres; null where it is not known', examples: [25] })),
  confidence: Type.Optional(Nullable(Type.Number({ description: 'Percent', examples: [90] }))),
  height: Type.Optional(Nullable(Type.Number({ description: 'Metres above the WGS 84 ellipsoid', examples: [1104] }))),
  vertical_uncertainty: Type.Optional(Type.Number({ description: 'Metres', examples: [3] })),
  floor: Type.Optional(Type.Number({ description: 'Floor', examples: [2] })),
  elevation: Type.Optional(
    Type.Number({ description: 'Metres above the ground or the sea, as the source means it', examples: [4] }),
  ),
  civic: Nullable(described(CivicAddress, 'The address; null where it is not known')),
  source: described(Text, 'Who or what located it', 'Device-based hybrid'),
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
  side: Type.Enum(['psap', 'central_station', 'system'], { description: 'Whose side it is' }),
  entity_id: described(Text, 'The id of that side', 'sandbox-alarm'),
  entity_name: described(Text, 'What that side is called', 'Sandbox Alarm'),
  sender: Type.String({ description: 'The person or program that was authenticated', examples: ['Riley Example'] }),
  sender_id: described(Text, 'Its id', 'sandbox-alarm'),
  claimed_sender: Type.Optional(
    Type.String({ description: 'What it called itself; nothing proves it', examples: ['Operator 7'] }),
  ),
  claimed_sender_id: Type.Optional(described(Text, 'The id it gave itself; nothing proves it', 'op-7')),
});
export type WebhookAuthor = Static<typeof WebhookAuthor>;

const Message = Type.Object({
  type: Type.Enum(['SYSTEM_UPDATE', 'STATUS_UPDATE', 'CHAT_MESSAGE', 'MILESTONE', 'MULTI_TRIP_SIGNAL'], {
    description: 'What kind of message it is',
  }),
  text: described(Text, 'The text', 'Police are two minutes out'),
});

/** Everything that a further signal stated. */
const Signal = Type.Object({
  source_id: Nullable(described(Text, "The sender's own id of it; null where it gave none", 'panel-7-event-31')),
  site_id: Nullable(described(Text, "The sender's own id of the site; null where it gave none", 'site-12')),
  supplied_by: described(Text, 'The partner whose system sent it', 'Sandbox Alarm'),
  incident_at: described(Instant, 'When it happened'),
  emergency_type: Nullable(described(Text, 'What kind of emergency it is; null where nobody stated it', 'BURGLARY')),
  site_type: Nullable(described(Text, 'What kind of site it is; null where nobody stated it', 'RESIDENTIAL')),
  description: Nullable(described(Text, 'What it is about; null where nobody stated it', 'Front door')),
  caller_name: Nullable(described(Text, 'Whose alert it is; null where it is not known', 'Riley Example')),
  caller_phone_number: Nullable(described(Text, 'E.164; null where none could be read', '+15555550123')),
  caller_phone_given: Nullable(
    described(Text, 'What was sent where no number could be read; null otherwise', 'ext. 7'),
  ),
  location: Nullable(described(WebhookLocation, 'Where it is; null where nobody stated it')),
  facts: Type.Record(Text, Type.Record(Text, Type.Unknown()), { description: 'what else was stated, as it was sent' }),
});

const Media = Type.Object({
  url: Type.String({
    description: 'Where it is read; an uploaded file with a token that reads incidents',
    examples: [
      'https://gateway.example/api/incidents/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11/media/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d44',
    ],
  }),
  file: Nullable(
    Type.Object(
      {
        content_type: described(Text, 'What kind of file it is', 'image/jpeg'),
        size_bytes: Type.Integer({ description: 'Bytes', examples: [48213] }),
        sha_256: Type.String({
          description: 'SHA-256 of its bytes, in hex',
          examples: ['2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae'],
        }),
      },
      { description: 'What is known of an uploaded file; null where it is an address' },
    ),
  ),
  media_type: Type.Enum(['photo', 'video', 'recording', 'file'], { description: 'What kind of file it is' }),
  description: Nullable(described(Text, 'What it shows; null where nobody stated it', 'Smoke from the roof')),
});

const Word = Type.Object({
  word: described(Text, 'The word', 'Fire'),
  speaker: Type.Enum(['Caller', 'CallTaker'], { description: 'Who said it' }),
  started_at: described(Instant, 'When it began'),
  ended_at: described(Instant, 'When it ended'),
  confidence: Nullable(Type.Number({ description: 'From 0 to 1; null where it is not known', examples: [0.93] })),
  language_code: Nullable(described(Text, 'BCP 47 language tag; null where it is not known', 'en-US')),
});

const MatchKey = Type.Enum(['caller_phone_number', 'sip_call_id', 'position']);

/** A CAD's own incident. */
export const WebhookCad = Type.Object({
  id: described(Text, 'The CAD incident here', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'),
  cad_partner_incident_id: described(Text, "The CAD's own id of the incident", 'CAD-2026-000123'),
  supplied_by: described(Text, 'Whose CAD it is', 'Sandbox CAD'),
  status: Nullable(
    Type.String({ description: "In the CAD's own words; null where it stated none", examples: ['ENROUTE'] }),
  ),
  matched_by: Type.Union([MatchKey, Type.Null()], { description: 'By what it was linked; null where it waits' }),
});
export type WebhookCad = Static<typeof WebhookCad>;

function event<const Name extends string, Data extends TProperties>(name: Name, description: string, data: Data) {
  return Type.Object(
    {
      type: Type.Literal(name, { description: 'What happened' }),
      timestamp: described(Instant, 'When it happened'),
      data: Type.Object(
        {
          incident_id: described(Text, 'The incident', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'),
          cursor: Type.String({
            description: "The event's place in the agency's log",
            examples: ['sandbox-county:41'],
          }),
          ...data,
        },
        { description: 'What is known of it' },
      ),
    },
    { description },
  );
}

const id = Type.String({
  description: "The event's own id",
  examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'],
});
const incident = described(IncidentSummary, 'The incident as it is now');
const by = described(WebhookAuthor, 'Who did it');
/** A transfer to another agency, and who made or ended it. */
const transfer = {
  id,
  transfer_id: described(Text, 'The transfer', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'),
  to_agency_id: described(Text, 'The other agency', 'harbor-city'),
  to_agency_name: described(Text, 'Its name', 'Harbor City Dispatch'),
  user_id: described(Text, 'The person', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'),
  name: described(Text, 'Their name', 'Riley Example'),
};
/** Who merged an incident. */
const merger = {
  user_id: Type.Optional(
    described(
      Text,
      'the person who merged it; missing where its equipment did',
      '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77',
    ),
  ),
  name: Type.Optional(described(Text, 'their name', 'Riley Example')),
};
/** Whose alert it is, in an event that does not carry the alert. */
const ofSender = {
  origin_client_id: Nullable(described(Text, 'The client that sent the alert; null where none did', 'sandbox-alarm')),
  tells_sender: Type.Optional(
    Type.Array(Text, {
      description: 'What its sender is sent of the alert, where that is not all',
      examples: [['status']],
    }),
  ),
};

/** The body of each native webhook, as Standard Webhooks writes it, by the type of the event. */
export const WEBHOOK_EVENTS = {
  'incident.created': event('incident.created', 'An incident came in.', { incident }),
  'incident.ended': event('incident.ended', 'A call ended.', { id, incident }),
  'incident.transferred': event('incident.transferred', 'A call was handed to somebody else.', {
    id,
    incident,
    to: described(Text, 'To whom it was handed', 'Harbor City Dispatch'),
  }),
  'incident.signalled': event('incident.signalled', 'A further signal of an incident came.', {
    id,
    message: described(Message, 'What was reported'),
    incident,
    signal: described(Signal, 'Everything that the signal stated'),
    by,
  }),
  'incident.merged': event('incident.merged', 'An incident was merged into another one, which goes on.', {
    id,
    incident,
    into: described(Text, 'The incident that goes on', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'),
    ...merger,
  }),
  'incident.merged_in': event('incident.merged_in', 'Another incident was merged into this one, which goes on.', {
    id,
    merged: described(Text, 'The incident that was merged', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'),
    ...merger,
  }),
  'incident.unmerged': event('incident.unmerged', 'A merge was undone: both incidents go on, each by itself.', {
    id,
    incident,
    apart_from: described(Text, 'The other incident of the merge', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'),
    user_id: described(Text, 'The person who undid it', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'),
    name: described(Text, 'Their name', 'Riley Example'),
  }),
  'incident.claimed': event('incident.claimed', 'Somebody of the agency works on an incident from now on.', {
    id,
    claim: described(IncidentClaim, 'Who works on it'),
    taken_from: Nullable(described(IncidentClaim, 'From whom it was taken over; null where nobody had it')),
    take_over_reason: Nullable(described(Text, 'Why it was taken over; null where nobody had it', 'Shift change')),
  }),
  'incident.released': event('incident.released', 'Nobody works on an incident any more.', {
    id,
    claim: described(IncidentClaim, 'Who worked on it'),
    released_as: Type.Enum(['given_back', 'closed', 'seat_silent', 'merged'], {
      description: 'given back, closed, free because the seat gave no sign, or ended by a merge',
    }),
  }),
  'incident.closed': event('incident.closed', 'The agency closed an incident.', {
    id,
    incident,
    closing: described(IncidentClosing, 'Who closed it, and what became of it'),
  }),
  'incident.reopened': event('incident.reopened', 'The agency opened a closed incident again.', {
    id,
    incident,
    user_id: described(Text, 'The person', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'),
    name: described(Text, 'Their name', 'Riley Example'),
  }),
  'location.updated': event('location.updated', 'A location of an incident was received.', {
    id,
    location: described(WebhookLocation, 'The location'),
    class_of_service: Nullable(described(Text, "The call's class of service; null where it is not known", 'WPH2')),
    by: Type.Optional(described(by, 'Who did it')),
    origin_client_id: Type.Optional(
      described(ofSender.origin_client_id, 'The client that sent the alert; null where none did', 'sandbox-alarm'),
    ),
    tells_sender: ofSender.tells_sender,
    caller_phone: Type.Optional(
      Nullable(
        Type.String({
          description: "Whose place it is, where that may not be the incident's caller's",
          examples: ['+15555550123'],
        }),
      ),
    ),
  }),
  'note.added': event('note.added', 'A note was added.', {
    id,
    note: Type.Object(
      {
        text: described(Text, 'The text', 'Caller is on the second floor'),
        author: described(Text, 'Who wrote it', 'Call-taker 3'),
      },
      { description: 'The note' },
    ),
  }),
  'media.attached': event('media.attached', 'A photo, a video, a recording or a file was attached.', {
    id,
    media: described(Media, 'What was attached'),
  }),
  'transcript.added': event('transcript.added', 'Words were spoken.', {
    id,
    words: Type.Array(Word, { description: 'The words, in their order' }),
    call_started_at: Nullable(described(Instant, 'When the call began; null where it is not known')),
  }),
  'incident.sent_to_cad': event('incident.sent_to_cad', "Somebody sent an incident to the agency's CAD.", {
    id,
    text: described(Text, 'What was sent, in words', 'Structure fire. 350 5th Ave, New York, NY'),
    receivers: Type.Array(Text, { description: 'To which webhooks, by their names', examples: [['County CAD']] }),
    user_id: described(Text, 'The person who sent it', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d77'),
    name: described(Text, 'Their name', 'Riley Example'),
  }),
  'incident.transfer_opened': event('incident.transfer_opened', 'Another agency sees an incident from now on.', {
    ...transfer,
    reason: Nullable(described(Text, 'Why, in words; null where none were given', 'In your district')),
    expires_at: described(Instant, 'Until when at most'),
  }),
  'incident.transfer_ended': event('incident.transfer_ended', 'Another agency does not see an incident any more.', {
    ...transfer,
    is_by_receiver: Type.Boolean({ description: 'True where somebody of the other agency ended it' }),
  }),
  'cad.linked': event('cad.linked', 'A CAD incident is linked to the incident from now on.', {
    id,
    cad: described(WebhookCad, 'The CAD incident'),
  }),
  'cad.unlinked': event('cad.unlinked', 'A CAD incident was linked by mistake, and is linked to another incident.', {
    id,
    cad: described(WebhookCad, 'The CAD incident'),
    into: described(Text, 'The incident that goes on', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'),
  }),
  'cad.status_changed': event('cad.status_changed', 'A CAD incident has a new status, or its CAD stated more of it.', {
    id,
    cad: described(WebhookCad, 'The CAD incident'),
  }),
  'response.updated': event('response.updated', 'A unit does something about an incident.', {
    id,
    response: Type.Object(
      {
        unit: described(Text, 'The unit', 'E4'),
        status: described(Text, 'What it does', 'ENROUTE'),
        note: Nullable(described(Text, 'What else is to be known; null where it is nothing', 'From station 2')),
      },
      { description: 'What the unit does' },
    ),
  }),
  'alert.status_changed': event('alert.status_changed', 'An alert has a new status.', {
    id,
    incident,
    from: described(Text, 'The status before', 'NEW'),
    by,
  }),
  'alert.disposition_changed': event('alert.disposition_changed', 'An alert has a new disposition.', {
    id,
    incident,
    by,
  }),
  'alert.message_added': event('alert.message_added', 'Something was reported about an alert.', {
    id,
    message: described(Message, 'What was reported'),
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
