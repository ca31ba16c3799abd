import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

/** Text a CAD gives: without control characters, which no id has. */
const given = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]+$' });

/** Body of `POST /v2/find_incident`: a CAD's incident, and what the CAD knows of its call. At least one key is there. */
export const FindIncidentRequest = Type.Object({
  cad_partner_incident_id: given(100),
  caller_phone_number: Type.Optional(Nullable(Type.String({ minLength: 1, maxLength: 60 }))),
  sip_call_id: Type.Optional(Nullable(given(255))),
  position: Type.Optional(Nullable(given(100))),
});
export type FindIncidentRequest = Static<typeof FindIncidentRequest>;

const Instant = Type.String({ examples: ['2026-11-21 10:30:00 UTC'] });

/** A CAD incident: `incident_id` is the call or alert it is linked to, null as long as it waits for one. */
export const PreparedCadIncident = Type.Object({
  id: Type.String({ description: 'the CAD incident' }),
  cad_partner_incident_id: Type.String(),
  incident_id: Nullable(Type.String()),
  matched_by: Nullable(Type.String({ examples: ['caller_phone_number', 'sip_call_id', 'position'] })),
  caller_phone_number: Nullable(Type.String({ description: 'E.164' })),
  sip_call_id: Nullable(Type.String()),
  position: Nullable(Type.String()),
  status: Nullable(Type.String({ description: "in the CAD's own words" })),
  chatroom_url: Type.String({ description: 'the incident in the portal' }),
  created_at: Instant,
  updated_at: Instant,
});
export type PreparedCadIncident = Static<typeof PreparedCadIncident>;

/** Body of `POST /v2/incidents/{cad_partner_incident_id}/notes`. */
export const CadNoteRequest = Type.Object({
  note: Type.String({ minLength: 1, maxLength: 4_000 }),
  author: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
});
export type CadNoteRequest = Static<typeof CadNoteRequest>;

/** Body of `POST /v2/incidents/{cad_partner_incident_id}/status`: what the CAD calls its incident's state now. */
export const CadStatusRequest = Type.Object({ status: given(100) });
export type CadStatusRequest = Static<typeof CadStatusRequest>;

/** What a note or a status was stored as; a repeat with the same Idempotency-Key answers the same. */
export const StoredCadReport = Type.Object({
  id: Type.String(),
  cad_partner_incident_id: Type.String(),
  incident_id: Type.String({ description: 'the incident it is shown on' }),
  created_at: Instant,
});
export type StoredCadReport = Static<typeof StoredCadReport>;
