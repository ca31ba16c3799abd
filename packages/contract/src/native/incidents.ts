import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { AlertSide } from './alerts.ts';
import { Card } from './cards.ts';
import { IncidentClaim, IncidentClosing, IncidentMerge } from './work.ts';

/** A machine name and the words a person reads for it. */
export const NamedValue = Type.Object({
  name: Type.String({ description: "The machine's name for it", examples: ['NEW'] }),
  display_name: Type.String({ description: 'The words that a person reads for it', examples: ['New'] }),
});
export type NamedValue = Static<typeof NamedValue>;

/** How a position was found for an address: nobody measured it. */
export const Geocoded = Type.Object({
  match: Type.Enum(['address_point', 'street_range', 'street'], {
    description: 'How sure: at its point, estimated within a range of house numbers, or on its street',
  }),
  address: Type.String({
    description: "The address as the agency's own data has it",
    examples: ['100 Example Street, Exampleton, OR 97000'],
  }),
});

/** Where something is, how sure the source is (metres), who stated it, and when it was true. */
export const IncidentLocation = Type.Object({
  latitude: Nullable(
    Type.Number({
      minimum: -90,
      maximum: 90,
      description: 'Degrees of WGS 84; null where only an address is known',
      examples: [44.05817],
    }),
  ),
  longitude: Nullable(
    Type.Number({
      minimum: -180,
      maximum: 180,
      description: 'Degrees of WGS 84; null where only an address is known',
      examples: [-121.31531],
    }),
  ),
  uncertainty_radius: Nullable(
    Type.Number({ minimum: 0, description: 'Metres; null where it is not known', examples: [25] }),
  ),
  source: Type.String({ description: 'Who or what located it', examples: ['Device-based hybrid'] }),
  located_at: Type.String({ format: 'date-time', description: 'never after its receipt' }),
  civic: Nullable(
    Type.String({
      description: 'The address in one line; null where it is not known',
      examples: ['100 Example Street, Exampleton, OR'],
    }),
  ),
  geocoded: Type.Optional(
    described(Geocoded, 'That the position was found for the address; missing where it was measured, or there is none'),
  ),
});
export type IncidentLocation = Static<typeof IncidentLocation>;

/** One emergency, as lists show it. */
export const IncidentSummary = Type.Object({
  id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  kind: Type.Enum(['alert', 'call', 'cad'], { description: 'What it came in as' }),
  alert_id: Nullable(
    Type.String({
      description: 'The alert, as RapidSOS clients name it; null for a call',
      examples: ['alert-0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
  status: described(NamedValue, 'Its status'),
  emergency_type: Nullable(described(NamedValue, 'What kind of emergency it is; null where nobody stated it')),
  disposition: Nullable(described(NamedValue, 'What the responders do; null where nothing was set')),
  accept_by: Nullable(Type.String({ format: 'date-time', description: 'until when an alert is to be accepted' })),
  is_test: Type.Boolean({ description: 'True where it is a test' }),
  caller_name: Nullable(
    Type.String({
      description: 'Who called, or whose alert it is; null where it is not known',
      examples: ['Riley Example'],
    }),
  ),
  caller_phone_number: Nullable(
    Type.String({ description: 'E.164; null where none could be read in one way', examples: ['+15555550123'] }),
  ),
  caller_phone_given: Type.Optional(
    Type.String({ description: 'What was sent where no number could be read', examples: ['ext. 7'] }),
  ),
  caller_phone_extension: Type.Optional(
    Type.String({ description: 'The extension, where one was sent', examples: ['7'] }),
  ),
  description: Nullable(
    Type.String({ description: 'What it is about; null where nobody stated it', examples: ['Front door'] }),
  ),
  supplied_by: Type.String({ description: 'The partner whose system sent it', examples: ['Sandbox Alarm'] }),
  location: Nullable(described(IncidentLocation, 'Where it is; null where nobody stated it')),
  remarks: Type.Optional(
    Type.Array(NamedValue, {
      description: 'what could not be read or believed as it was sent; missing where nothing is',
    }),
  ),
  claim: Type.Optional(described(IncidentClaim, 'who works on it; missing where nobody does')),
  closing: Type.Optional(described(IncidentClosing, 'that the agency closed it; missing where it did not')),
  merge: Type.Optional(described(IncidentMerge, 'that it was merged, and into which one; missing where it was not')),
  created_at: Type.String({ format: 'date-time', description: 'When it came in' }),
  updated_at: Type.String({ format: 'date-time', description: 'When it changed last' }),
  signalled_at: Type.Optional(
    Type.String({ format: 'date-time', description: 'when the newest further signal came that nobody has answered' }),
  ),
});
export type IncidentSummary = Static<typeof IncidentSummary>;

/** Everything the reader may know about one incident: the summary, its cards, and for an alert what was answered and stated. */
export const Incident = Type.Intersect([
  IncidentSummary,
  Type.Object({
    is_audio_live: Type.Boolean({ description: 'it can be listened to now' }),
    cards: Type.Array(Card, { description: 'Facts by source, with how to draw them' }),
    alert: Nullable(described(AlertSide, 'What an alert has beyond every incident; null for a call')),
  }),
]);
export type Incident = Static<typeof Incident>;

/** Answer of `GET /api/incidents`: those first that came in or were signalled last; `next_before` pages on, null at the end. */
export const IncidentList = Type.Object({
  incidents: Type.Array(IncidentSummary, { description: 'Those first that came in or were signalled last' }),
  next_before: Nullable(
    Type.String({
      description: 'Send it as `before` for the next page; null at the end',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
});
export type IncidentList = Static<typeof IncidentList>;
