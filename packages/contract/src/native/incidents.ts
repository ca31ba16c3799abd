import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';
import { AlertSide } from './alerts.ts';
import { Card } from './cards.ts';

/** A machine name and the words a person reads for it. */
export const NamedValue = Type.Object({ name: Type.String(), display_name: Type.String() });
export type NamedValue = Static<typeof NamedValue>;

/** Where something is, how sure the source is (metres), who stated it, and when it was true. */
export const IncidentLocation = Type.Object({
  latitude: Nullable(Type.Number({ minimum: -90, maximum: 90, description: 'null where only an address is known' })),
  longitude: Nullable(Type.Number({ minimum: -180, maximum: 180 })),
  uncertainty_radius: Nullable(Type.Number({ minimum: 0, description: 'metres; null where it is not known' })),
  source: Type.String(),
  located_at: Type.String({ format: 'date-time', description: 'never after its receipt' }),
  civic: Nullable(Type.String({ description: 'one-line address' })),
});
export type IncidentLocation = Static<typeof IncidentLocation>;

/** One emergency, as lists show it. */
export const IncidentSummary = Type.Object({
  id: Type.String(),
  kind: Type.Enum(['alert', 'call', 'cad']),
  alert_id: Nullable(Type.String()),
  status: NamedValue,
  emergency_type: Nullable(NamedValue),
  disposition: Nullable(NamedValue),
  accept_by: Nullable(Type.String({ format: 'date-time', description: 'until when an alert is to be accepted' })),
  is_test: Type.Boolean(),
  caller_name: Nullable(Type.String()),
  caller_phone_number: Nullable(Type.String({ description: 'E.164; null where none could be read in one way' })),
  caller_phone_given: Type.Optional(Type.String({ description: 'what was sent where no number could be read' })),
  caller_phone_extension: Type.Optional(Type.String()),
  description: Nullable(Type.String()),
  supplied_by: Type.String(),
  location: Nullable(IncidentLocation),
  remarks: Type.Optional(
    Type.Array(NamedValue, {
      description: 'what could not be read or believed as it was sent; missing where nothing is',
    }),
  ),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
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
    cards: Type.Array(Card),
    alert: Nullable(AlertSide),
  }),
]);
export type Incident = Static<typeof Incident>;

/** Answer of `GET /api/incidents`: those first that came in or were signalled last; `next_before` pages on, null at the end. */
export const IncidentList = Type.Object({
  incidents: Type.Array(IncidentSummary),
  next_before: Nullable(Type.String()),
});
export type IncidentList = Static<typeof IncidentList>;
