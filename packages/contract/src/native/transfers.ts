import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VisibleText } from '../visible-text.ts';
import { Card } from './cards.ts';
import { CrossingEnd } from './crossing-end.ts';
import { IncidentLocation, NamedValue } from './incidents.ts';

const Text = (description: string, example: string) => Type.String({ description, examples: [example] });
const Instant = (description: string) => Type.String({ format: 'date-time', description });

/** Body of `POST /api/incidents/{id}/transfers`. */
export const TransferIncidentRequest = Type.Object(
  {
    to_agency_id: Type.String({
      minLength: 1,
      maxLength: 60,
      description: 'The agency that sees it from now on',
      examples: ['harbor-city'],
    }),
    for_minutes: Type.Optional(
      Type.Integer({ minimum: 5, maximum: 1_440, default: 240, description: 'For how long at most', examples: [240] }),
    ),
    includes_sensitive: Type.Optional(
      Type.Boolean({ default: false, description: 'Whether its people may open sensitive cards' }),
    ),
    may_answer: Type.Optional(Type.Boolean({ default: false, description: 'Whether its people may answer the alert' })),
    reason: Type.Optional(VisibleText(200, { description: 'Why', examples: ['In your district'] })),
  },
  { additionalProperties: false },
);
export type TransferIncidentRequest = Static<typeof TransferIncidentRequest>;

/** That an agency lets another one see one incident, by itself or by a share, as one of both agencies reads it. */
export const IncidentTransfer = Type.Object({
  id: Text('The transfer', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'),
  direction: Type.Enum(['given', 'received'], { description: "Whether it is the reader's own incident" }),
  incident_id: Nullable(
    Text(
      "The incident; null for the other agency, which reads it by the transfer's id",
      '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11',
    ),
  ),
  share_id: Nullable(
    Text('The share by which it is seen; null where it was transferred', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d99'),
  ),
  incident_kind: Type.Unsafe<'alert' | 'call' | 'cad' | null>({
    type: ['string', 'null'],
    enum: ['alert', 'call', 'cad', null],
    description: 'What it came in as; null once it cannot be seen',
  }),
  emergency_type: Nullable(
    described(NamedValue, 'What kind of emergency it is; null where nobody stated it, and once it cannot be seen'),
  ),
  agency_id: Text('The other agency', 'harbor-city'),
  agency_name: Text('Its name', 'Harbor City Dispatch'),
  includes_sensitive: Type.Boolean({ description: 'Whether the receiver may open sensitive cards' }),
  may_answer: Type.Boolean({ description: 'Whether the receiver may answer the alert' }),
  reason: Nullable(Text('Why, in words; null where none were given', 'In your district')),
  made_by: Text('Who transferred it', 'Riley Example'),
  created_at: Instant('Since when'),
  expires_at: Instant('Until when at most'),
  in_force: Type.Boolean({ description: 'Whether it can be seen now' }),
  ended: Nullable(CrossingEnd),
});
export type IncidentTransfer = Static<typeof IncidentTransfer>;

/** Answer of `GET /api/transfers`. */
export const TransferList = Type.Object({
  transfers: Type.Array(IncidentTransfer, {
    description:
      'What was given and received, and what shares let the agency see now, the newest first: what is in force, and what expired within a day',
  }),
});
export type TransferList = Static<typeof TransferList>;

/** An alert of another agency that rings, without who and where. */
export const RingingTransfer = Type.Object({
  id: Text('The transfer', '0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d55'),
  agency_id: Text('The agency whose alert it is', 'harbor-city'),
  agency_name: Text('Its name', 'Harbor City Dispatch'),
  status: described(NamedValue, 'Its status'),
  emergency_type: Nullable(described(NamedValue, 'What kind of emergency it is; null where nobody stated it')),
  is_test: Type.Boolean({ description: 'True where it is a test' }),
  accept_by: Nullable(Instant('Until when it waits for an answer; null where it does not')),
  created_at: Instant('Since when the agency sees it'),
  signalled_at: Nullable(Instant('When its newest further signal came since then; null where none did')),
});
export type RingingTransfer = Static<typeof RingingTransfer>;

/** Answer of `GET /api/transfers/ringing`. */
export const RingingTransfers = Type.Object({
  transfers: Type.Array(RingingTransfer, { description: 'Those that the agency may answer and that are open' }),
});
export type RingingTransfers = Static<typeof RingingTransfers>;

/** Answer of `GET /api/transfer_agencies`. */
export const TransferAgencies = Type.Object({
  agencies: Type.Array(
    Type.Object({ id: Text('The agency', 'harbor-city'), name: Text('Its name', 'Harbor City Dispatch') }),
    { description: 'By name' },
  ),
});
export type TransferAgencies = Static<typeof TransferAgencies>;

/**
 * What crosses: an incident as its facts state it now. Notes, media, words, chat and claims stay with its agency, and sensitive cards unless
 * the giver included them; they come closed then.
 */
export const TransferredIncident = Type.Object({
  transfer: described(IncidentTransfer, 'By which it is seen'),
  incident: Type.Object(
    {
      kind: Type.Enum(['alert', 'call', 'cad'], { description: 'What it came in as' }),
      status: described(NamedValue, 'Its status'),
      emergency_type: Nullable(described(NamedValue, 'What kind of emergency it is; null where nobody stated it')),
      is_test: Type.Boolean({ description: 'True where it is a test' }),
      caller_name: Nullable(Text('Who called, or whose alert it is; null where it is not known', 'Riley Example')),
      caller_phone_number: Nullable(Text('E.164; null where none could be read in one way', '+15555550123')),
      description: Nullable(Text('What it is about; null where nobody stated it', 'Front door')),
      supplied_by: Text('The partner whose system sent it', 'Sandbox Alarm'),
      location: Nullable(described(IncidentLocation, 'Where it is; null where nobody stated it')),
      cards: Type.Array(Card, {
        description: 'Facts by source; those that are sensitive are left out, or closed where the giver included them',
      }),
      answer: Nullable(
        Type.Object(
          {
            accept_by: Nullable(Instant('Until when it waits for an answer; null where it does not')),
            disposition: Nullable(described(NamedValue, 'What became of it')),
            next_statuses: Type.Array(NamedValue, { description: 'The answers that can be given now' }),
            next_dispositions: Type.Array(NamedValue, { description: 'The dispositions that can be set now' }),
          },
          { description: 'how it can be answered; null where it is no alert, or may not be' },
        ),
      ),
      created_at: Instant('When it came in'),
      updated_at: Instant('When it changed last'),
    },
    { description: 'The incident' },
  ),
});
export type TransferredIncident = Static<typeof TransferredIncident>;
