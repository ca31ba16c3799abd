import { refuse } from '../../kernel/errors.ts';
import { parsePhone, toPlainText } from './phone-number.ts';

/** What equipment writes for a number that the caller or the network keeps back. */
const WITHHELD: ReadonlySet<string> = new Set([
  '',
  'anonymous',
  'anonymousanonymousinvalid',
  'blocked',
  'blockednumber',
  'callerunknown',
  'hidden',
  'na',
  'nil',
  'nocallerid',
  'none',
  'nonumber',
  'null',
  'o',
  'outofarea',
  'p',
  'private',
  'privatecaller',
  'privatename',
  'privatenumber',
  'restricted',
  'restrictednumber',
  'unavailable',
  'undefined',
  'unknown',
  'unknowncaller',
  'unknownnumber',
  'withheld',
  'withheldnumber',
]);

/** A caller's number as it is kept. Where `number` (E.164) is null, `given` is what was sent in its place. */
export interface CallerNumber {
  readonly number: string | null;
  readonly given: string | null;
}

/** True where a text stands for a number that is not known: `Anonymous`, `Restricted`, zeros, nothing to see. */
export function isWithheld(given: string): boolean {
  const text = toPlainText(given).replace(/^(tel|sips?):(\/\/)?/i, '');
  const compact = text.replace(/[\s().\-/]/g, '');
  return /^\+?(0*|10{5,})$/.test(compact) || WITHHELD.has(letters(text));
}

function letters(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** A caller's number, never refused: what cannot be read in one way is kept as it was given, without a number. */
export function readCallerNumber(given: string | null): CallerNumber {
  if (given === null) return { number: null, given };
  const number = isWithheld(given) ? null : (parsePhone(given)?.number ?? null);
  return { number, given };
}

/**
 * As `readCallerNumber`, for a call. `911` and other numbers of up to six digits are what was dialled, or an extension, and
 * nobody can be called back there: refused with `invalid_request`, so that the equipment is set up right.
 */
export function readCallNumber(given: string | null, name: string): CallerNumber {
  if (given !== null && /^\d{1,6}$/.test(toPlainText(given)) && !isWithheld(given)) {
    throw refuse.invalidRequest({
      description: `${name} must be the caller's number with country code, as in +15555550123, and not the number that was dialled`,
    });
  }
  return readCallerNumber(given);
}

/** The texts under which a number that could not be read is found again: as it was given, and as it is seen. */
export function textsOf(given: string): readonly string[] {
  return [...new Set([given, given.trim(), toPlainText(given)])];
}
