/** Where a text by which an incident is found was stated. */
export type TextKind = 'facts' | 'address' | 'note' | 'transcript' | 'message' | 'cad';

/** A text by which an incident is found. */
export interface SearchText {
  readonly agencyId: string;
  readonly incidentId: string;
  readonly kind: TextKind;
  /** As `normalised` makes it. */
  readonly text: string;
  readonly at: number;
}
