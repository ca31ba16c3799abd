import { numberText } from '../words/language.ts';
import { translated } from '../words/translated.ts';

const FEET_PER_METER = 3.28084;

/** A length in metres and feet, kilometres and miles when far; what is not a number is stated to be unknown. */
export function metersText(meters: number): string {
  if (!Number.isFinite(meters)) return translated('unknown');
  if (meters < 1000) return `${rounded(meters)} m (${rounded(meters * FEET_PER_METER)} ft)`;
  return `${ofOneDigit(meters / 1000)} km (${ofOneDigit(meters / 1609.344)} mi)`;
}

function ofOneDigit(value: number): string {
  return numberText(value, 1, 1);
}

function rounded(value: number): string {
  return numberText(value, value < 10 ? 1 : 0);
}
