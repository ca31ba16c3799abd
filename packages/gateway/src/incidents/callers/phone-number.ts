import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { refuse } from '../../kernel/errors.ts';
import { withoutInvisible } from '../../kernel/text.ts';

const DASHES = /[\p{Pd}\u2212\u02d7\u2043\u30fc]/gu;
/** The zeros of other scripts' digits: Arabic-Indic, its eastern form, Devanagari. */
const OTHER_ZEROS = [0x0660, 0x06f0, 0x0966];
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;
const EXTENSION = /(?:[,\s(]*(?:ext(?:ensi[oó]n|n)?|x|#)|,+)[.:=\s]*(\d{1,9})[\s)]*$/i;
const EXTENSION_PARAMETER = /^\s*ext(?:ension)?[.:=\s]*(\d{1,9})\s*$/i;
const CONTEXT_PARAMETER = /^\s*phone-context\s*=\s*(\+[\d.\-()]+)\s*$/i;

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function plainDigit(digit: string): string {
  const code = digit.charCodeAt(0);
  return String(code - (OTHER_ZEROS.findLast((zero) => zero <= code) ?? code));
}

/** What a person sees of a text: invisible characters are left out; dashes, digits and blanks are the plain ones. */
export function toPlainText(given: string): string {
  return withoutInvisible(decode(given).normalize('NFKC').replace(/\s+/g, ' '))
    .replace(DASHES, '-')
    .replace(OTHER_DIGITS, plainDigit)
    .trim();
}

/** The subscriber's number of a `tel:` or `sip:` address or of a plain text, apart from its extension. */
function splitExtension(plainText: string): { subscriber: string; extension: string | null } {
  const address = plainText.replace(/^tel:(\/\/)?/i, '').replace(/^sips?:([^@]*)(@.*)?$/i, '$1');
  const [main = '', ...parameters] = address.split(';');
  const parameterOf = (pattern: RegExp) => parameters.flatMap((parameter) => pattern.exec(parameter)?.[1] ?? [])[0];
  const inText = EXTENSION.exec(main);
  const subscriber = (inText === null ? main : main.slice(0, inText.index)).trim();
  // RFC 3966 section 5.1.5: a local number is read in its context.
  const context = subscriber.startsWith('+') ? '' : (parameterOf(CONTEXT_PARAMETER) ?? '');
  return { subscriber: `${context}${subscriber}`, extension: parameterOf(EXTENSION_PARAMETER) ?? inText?.[1] ?? null };
}

const PUNCTUATION = /[\s().\-/]/g;
const MAXIMUM_LENGTH = 200;

/** A phone number that can be read in one way. */
export interface PhoneNumber {
  /** E.164. */
  readonly number: string;
  readonly extension: string | null;
}

/** Ten digits after a plus that are a North American number without its country code: which of the two is meant is not known. */
const LACKS_COUNTRY_CODE = /^\+[2-9]\d{2}[2-9]\d{6}$/;

function toInternational(compact: string): string | undefined {
  if (LACKS_COUNTRY_CODE.test(compact)) return undefined;
  // Mexico's mobile numbers had a 1 after the country code until 2019, and many directories still have it.
  if (/^\+?521\d{10}$/.test(compact)) return `+52${compact.slice(-10)}`;
  // A North American area code never begins with 0 or 1.
  if (/^\+1[01]/.test(compact)) return undefined;
  if (/^\+\d+$/.test(compact)) return compact;
  if (!/^\d+$/.test(compact)) return undefined;
  // North American numbers are the field's default: ten digits.
  if (/^[2-9]\d{9}$/.test(compact)) return `+1${compact}`;
  if (/^1[2-9]\d{9}$/.test(compact)) return `+${compact}`;
  if (/^011\d{8,15}$/.test(compact)) return toInternational(`+${compact.slice(3)}`);
  if (/^00\d{8,15}$/.test(compact)) return toInternational(`+${compact.slice(2)}`);
  // RapidSOS and ALI feeds write the country code without a plus; a national number this long is not North American.
  return /^[2-9]\d{10,14}$/.test(compact) ? `+${compact}` : undefined;
}

/**
 * A phone number in any common form (`tel://15555555555`, `tel:+1…`, `sip:+1…@…`, ten digits, punctuation, an extension,
 * invisible characters, typographic dashes), or undefined where it could be read in two ways or in none.
 */
export function parsePhone(given: string): PhoneNumber | undefined {
  if (given.length > MAXIMUM_LENGTH) return undefined;
  const { subscriber, extension } = splitExtension(toPlainText(given));
  const international = toInternational(subscriber.replace(PUNCTUATION, ''));
  if (international === undefined) return undefined;
  const parsed = parsePhoneNumberFromString(international);
  return parsed?.isPossible() ? { number: parsed.number, extension } : undefined;
}

/** The E.164 form of a phone number that can be read in one way, or undefined. `+15550100` style numbers that are too short are undefined. */
export function toE164(given: string): string | undefined {
  return parsePhone(given)?.number;
}

/** As `toE164`, refusing with `invalid_request` that states how to write the number. */
export function readPhoneNumber(given: string, name: string): string {
  const number = toE164(given);
  if (number !== undefined) return number;
  throw refuse.invalidRequest({
    description: `${name} must be a phone number that can be read in one way, with country code, as in +15555550123`,
  });
}
