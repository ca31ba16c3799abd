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

/** A text as it is indexed and looked for: small letters without accents, one blank between words. */
export function normalised(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').trim();
}

const PHONE_LIKE = /^\+?[\d\s().\-/]{3,}$/;

/** The digits of a text that is written as a telephone number or a part of one; null of every other. */
export function digitsOf(text: string): string | null {
  const bare = text.trim().replace(/^tel:(\/\/)?/i, '');
  if (!PHONE_LIKE.test(bare)) return null;
  const digits = bare.replaceAll(/\D/g, '');
  return digits.length >= 3 ? digits : null;
}
