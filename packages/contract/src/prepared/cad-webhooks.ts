import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const common = {
  id: Type.String({ description: 'this note or location' }),
  incident_id: Type.String(),
  cad_partner_incident_id: Nullable(Type.String({ description: "the CAD's own id; null while none is linked" })),
  created_at: Type.String({ examples: ['2026-11-21 10:30:00 UTC'] }),
};

/** Something was added that belongs into the CAD's narrative (Prepared's CAD webhooks). */
export const CadNoteCreated = Type.Object({
  event_type: Type.Literal('note_created'),
  subtype: Type.Union([
    Type.Literal('media_link'),
    Type.Literal('insight_summary'),
    Type.Literal('incident_link'),
    Type.Literal('responder_link'),
  ]),
  ...common,
  note: Type.String(),
  metadata: Type.Record(Type.String(), Type.Unknown()),
});
export type CadNoteCreated = Static<typeof CadNoteCreated>;

/** The caller's location changed. */
export const CadLocationUpdated = Type.Object({
  event_type: Type.Literal('location_updated'),
  ...common,
  lat: Type.Number(),
  lng: Type.Number(),
  uncertainty: Nullable(Type.Number({ description: 'metres' })),
  source: Type.String(),
});
export type CadLocationUpdated = Static<typeof CadLocationUpdated>;
