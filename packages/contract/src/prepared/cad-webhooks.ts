import { type Static, Type } from 'typebox';
import { Nullable } from '../nullable.ts';

const common = {
  id: Type.String({ description: 'This note or location', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d33'] }),
  incident_id: Type.String({ description: 'The incident', examples: ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'] }),
  cad_partner_incident_id: Nullable(
    Type.String({ description: "The CAD's own id; null while none is linked", examples: ['CAD-2026-000123'] }),
  ),
  created_at: Type.String({ description: 'When it was received', examples: ['2026-11-21 10:30:00 UTC'] }),
};

/** Something was added that belongs into the CAD's narrative (Prepared's CAD webhooks). */
export const CadNoteCreated = Type.Object({
  event_type: Type.Literal('note_created', { description: 'What happened' }),
  subtype: Type.Union(
    [
      Type.Literal('media_link'),
      Type.Literal('insight_summary'),
      Type.Literal('incident_link'),
      Type.Literal('responder_link'),
    ],
    { description: 'What the note is of' },
  ),
  ...common,
  note: Type.String({ description: "The text for the CAD's narrative", examples: ['Engine 4 is two minutes out'] }),
  metadata: Type.Record(Type.String(), Type.Unknown(), { description: 'What else belongs to it' }),
});
export type CadNoteCreated = Static<typeof CadNoteCreated>;

/** The caller's location changed. */
export const CadLocationUpdated = Type.Object({
  event_type: Type.Literal('location_updated', { description: 'What happened' }),
  ...common,
  lat: Type.Number({ description: 'Degrees of WGS 84, north is positive', examples: [44.05817] }),
  lng: Type.Number({ description: 'Degrees of WGS 84, east is positive', examples: [-121.31531] }),
  uncertainty: Nullable(Type.Number({ description: 'Metres; null where it is not known', examples: [25] })),
  source: Type.String({ description: 'Who or what located it', examples: ['Device-based hybrid'] }),
});
export type CadLocationUpdated = Static<typeof CadLocationUpdated>;
