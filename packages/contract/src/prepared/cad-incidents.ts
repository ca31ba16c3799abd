import { type Static, Type } from 'typebox';
import { described } from '../described.ts';
import { Nullable } from '../nullable.ts';
import { VISIBLE_PATTERN, VisibleText } from '../visible-text.ts';

/** Text a CAD gives: without control characters, which no id has, and with one visible character at least. */
const given = (maxLength: number) =>
  VisibleText(maxLength, { pattern: `^[^\\u0000-\\u001f\\u007f]*${VISIBLE_PATTERN}[^\\u0000-\\u001f\\u007f]*$` });

/** Body of `POST /v2/find_incident`: a CAD's incident, and what the CAD knows of its call. At least one key is there. */
export const FindIncidentRequest = Type.Object({
  cad_partner_incident_id: described(given(100), "The CAD's own id of the incident", 'CAD-2026-000123'),
  caller_phone_number: Type.Optional(
    Nullable(
      Type.String({
        minLength: 1,
        maxLength: 60,
        description: "The caller's number, in any usual writing",
        examples: ['+15555550123'],
      }),
    ),
  ),
  sip_call_id: Type.Optional(
    Nullable(described(given(255), "The Call-ID of the call's SIP dialog", 'a84b4c76e66710@pbx.example')),
  ),
  position: Type.Optional(Nullable(described(given(100), "The call-taker's position that has the call", 'Position 3'))),
});
export type FindIncidentRequest = Static<typeof FindIncidentRequest>;

const Instant = Type.String({ examples: ['2026-11-21 10:30:00 UTC'] });

/** A CAD incident: `incident_id` is the call or alert it is linked to, null as long as it waits for one. */
export const PreparedCadIncident = Type.Object({
  id: Type.String({ description: 'The CAD incident here', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d22'] }),
  cad_partner_incident_id: Type.String({
    description: "The CAD's own id of the incident",
    examples: ['CAD-2026-000123'],
  }),
  incident_id: Nullable(
    Type.String({
      description: 'The call or alert it is linked to; null as long as it waits for one',
      examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
    }),
  ),
  matched_by: Nullable(
    Type.String({ description: 'By what it was linked; null as long as it waits', examples: ['caller_phone_number'] }),
  ),
  caller_phone_number: Nullable(
    Type.String({ description: 'The number that the CAD gave, E.164', examples: ['+15555550123'] }),
  ),
  sip_call_id: Nullable(
    Type.String({ description: 'The Call-ID that the CAD gave', examples: ['a84b4c76e66710@pbx.example'] }),
  ),
  position: Nullable(Type.String({ description: 'The position that the CAD gave', examples: ['Position 3'] })),
  status: Nullable(Type.String({ description: "In the CAD's own words", examples: ['ENROUTE'] })),
  chatroom_url: Type.String({
    description: 'The incident in the portal',
    examples: ['https://gateway.example/portal/incidents/0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
  created_at: described(Instant, 'When the CAD sent it first', '2026-11-21 10:30:00 UTC'),
  updated_at: described(Instant, 'When it changed last', '2026-11-21 10:30:00 UTC'),
});
export type PreparedCadIncident = Static<typeof PreparedCadIncident>;

/** Body of `POST /v2/incidents/{cad_partner_incident_id}/notes`. */
export const CadNoteRequest = Type.Object({
  note: VisibleText(4_000, { description: 'The note, as people read it', examples: ['Engine 4 is two minutes out'] }),
  author: Type.Optional(
    Type.String({ minLength: 1, maxLength: 100, description: 'Who wrote it', examples: ['Dispatcher 12'] }),
  ),
});
export type CadNoteRequest = Static<typeof CadNoteRequest>;

/** Body of `POST /v2/incidents/{cad_partner_incident_id}/status`: what the CAD calls its incident's state now. */
export const CadStatusRequest = Type.Object({
  status: described(given(100), "What the CAD calls its incident's state now", 'ENROUTE'),
});
export type CadStatusRequest = Static<typeof CadStatusRequest>;

/** What a note or a status was stored as; a repeat with the same Idempotency-Key answers the same. */
export const StoredCadReport = Type.Object({
  id: Type.String({ description: 'What it was stored as', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  cad_partner_incident_id: Type.String({
    description: "The CAD's own id of the incident",
    examples: ['CAD-2026-000123'],
  }),
  incident_id: Type.String({
    description: 'The incident it is shown on',
    examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'],
  }),
  created_at: described(Instant, 'When it was stored', '2026-11-21 10:30:00 UTC'),
});
export type StoredCadReport = Static<typeof StoredCadReport>;
