import { type Static, Type } from 'typebox';
import { Card } from './cards.ts';

/** A machine name and the words a person reads for it. */
export const NamedValue = Type.Object({ name: Type.String(), display_name: Type.String() });
export type NamedValue = Static<typeof NamedValue>;

/** Where something is, how sure the source is (metres), who said so, and when it was true. */
export const IncidentLocation = Type.Object({
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  uncertainty_radius: Type.Union([Type.Number({ minimum: 0, description: 'metres' }), Type.Null()]),
  source: Type.String(),
  located_at: Type.String({ format: 'date-time' }),
  civic: Type.Union([Type.String({ description: 'one-line address' }), Type.Null()]),
});
export type IncidentLocation = Static<typeof IncidentLocation>;

/** One emergency, as lists show it. */
export const IncidentSummary = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('alert'), Type.Literal('call'), Type.Literal('cad')]),
  alert_id: Type.Union([Type.String(), Type.Null()]),
  status: NamedValue,
  emergency_type: Type.Union([NamedValue, Type.Null()]),
  is_test: Type.Boolean(),
  caller_name: Type.Union([Type.String(), Type.Null()]),
  caller_phone_number: Type.Union([Type.String({ description: 'E.164' }), Type.Null()]),
  description: Type.Union([Type.String(), Type.Null()]),
  supplied_by: Type.String(),
  location: Type.Union([IncidentLocation, Type.Null()]),
  created_at: Type.String({ format: 'date-time' }),
  updated_at: Type.String({ format: 'date-time' }),
});
export type IncidentSummary = Static<typeof IncidentSummary>;

/** Everything the reader may know about one incident: the summary and its cards. */
export const Incident = Type.Intersect([IncidentSummary, Type.Object({ cards: Type.Array(Card) })]);
export type Incident = Static<typeof Incident>;

/** Answer of `GET /api/incidents`: newest first; `next_before` pages on, null at the end. */
export const IncidentList = Type.Object({
  incidents: Type.Array(IncidentSummary),
  next_before: Type.Union([Type.String(), Type.Null()]),
});
export type IncidentList = Static<typeof IncidentList>;
