import { parsePhoneNumberFromString } from 'libphonenumber-js';

/** What stands where a text named the number. */
export const ERASED_TEXT = '[number erased]';
/** Between two digits of a number, as people and equipment write it, and what nobody sees there. */
const BETWEEN = String.raw`[\s()._\-/\u00ad\u00b7\u2010-\u2015\u2212\p{Cf}]{0,4}`;
/** Members that hold a caller's number and nothing else: without one they are null. */
const NULLABLE = new Set(['callerPhoneNumber', 'callerPhoneGiven', 'callerPhone']);
const LAST_DIGITS = 4;
/** The digit 0 in the scripts that keyboards of telephones have: ASCII, full width, Arabic, Persian. */
const ZEROS = [0x30, 0xff10, 0x0660, 0x06f0];
/** The digit in each of those scripts. */
const scriptsOf = (digit: string) => ZEROS.map((zero) => String.fromCodePoint(zero + Number(digit)));

/** A number as texts name it: with its country code or without, with any punctuation. */
export interface SpelledNumber {
  /** E.164. */
  readonly number: string;
  /** Patterns of SQL's LIKE, of which every text that names it fits one: its last digits in their order, in each script. */
  readonly likes: readonly string[];
  /** The same patterns of bytes in UTF-8, as hex: of packed bytes that name it, each fits one. */
  readonly hexLikes: readonly string[];
  readonly pattern: RegExp;
}

/** How texts name the number (E.164). */
export function spelledNumber(number: string): SpelledNumber {
  const parsed = parsePhoneNumberFromString(number);
  const spelled = (digits: string) => [...digits].map((digit) => `[${scriptsOf(digit).join('')}]`).join(BETWEEN);
  const national = String(parsed?.nationalNumber ?? number.slice(1));
  const code = String(parsed?.countryCallingCode ?? '');
  // Many countries write a 0 before a number without its country code, and some in parentheses behind the code.
  const before = `(?:(?:(?:[+\\uff0b]|00|011)${BETWEEN})?${spelled(code)}${BETWEEN})?(?:\\(?${spelled('0')}\\)?${BETWEEN})?`;
  const lastDigits = [...number.slice(-LAST_DIGITS)];
  const inScripts = ZEROS.map((_, script) => lastDigits.map((digit) => scriptsOf(digit)[script] ?? ''));
  const hexOf = (digit: string) => Buffer.from(digit).toString('hex');
  return {
    number,
    likes: inScripts.map((digits) => `%${digits.join('%')}%`),
    hexLikes: inScripts.map((digits) => `%${digits.map(hexOf).join('%')}%`),
    pattern: new RegExp(`(?<!\\p{Nd})\\(?${before}\\(?${spelled(national)}(?!\\p{Nd})`, 'gu'),
  };
}

/** The text without the number; the same text where it does not name it. */
export function withoutNumber(text: string, { pattern }: SpelledNumber): string {
  return text.replace(pattern, ERASED_TEXT);
}

function redacted(value: unknown, spelled: SpelledNumber, name = ''): unknown {
  if (typeof value === 'number') return withoutNumber(String(value), spelled) === String(value) ? value : ERASED_TEXT;
  if (typeof value === 'string') {
    const text = withoutNumber(value, spelled);
    return text !== value && NULLABLE.has(name) ? null : text;
  }
  if (Array.isArray(value)) return value.map((each) => redacted(each, spelled));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, redacted(each, spelled, key)]));
}

/** A JSON value without the number; the same value where it does not name it. */
export function valueWithoutNumber(value: unknown, spelled: SpelledNumber): unknown {
  const changed = redacted(value, spelled);
  return JSON.stringify(changed) === JSON.stringify(value) ? value : changed;
}

/** Stored JSON without the number; the same text where it does not name it. */
export function jsonWithoutNumber(text: string, spelled: SpelledNumber): string {
  if (text === '') return text;
  const value: unknown = JSON.parse(text);
  const changed = valueWithoutNumber(value, spelled);
  return changed === value ? text : JSON.stringify(changed);
}
