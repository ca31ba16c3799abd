import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { refuse } from '../kernel/errors.ts';

const PUNCTUATION = /[\s().\-/]/g;

function toInternational(compact: string): string | undefined {
  if (/^\+\d+$/.test(compact)) return compact;
  if (!/^\d+$/.test(compact)) return undefined;
  // North American numbers are the field's default: ten digits, an area code never begins with 0 or 1.
  if (/^[2-9]\d{9}$/.test(compact)) return `+1${compact}`;
  if (/^1[2-9]\d{9}$/.test(compact)) return `+${compact}`;
  if (/^011\d{8,15}$/.test(compact)) return `+${compact.slice(3)}`;
  if (/^00\d{8,15}$/.test(compact)) return `+${compact.slice(2)}`;
  // RapidSOS and ALI feeds write the country code without a plus; a national number this long is not North American.
  return /^[2-9]\d{10,14}$/.test(compact) ? `+${compact}` : undefined;
}

/**
 * The E.164 form of a phone number in any common spelling (`tel://15555555555`, `tel:+1…`, ten digits, punctuation), or
 * undefined where it could be read in two ways or in none. `+15550100` style numbers that are too short are undefined.
 */
export function toE164(given: string): string | undefined {
  const text = given.normalize('NFKC').trim();
  if (text.length > 60) return undefined;
  const [subscriber = ''] = text.replace(/^tel:(\/\/)?/i, '').split(';');
  const compact = decode(subscriber).replace(PUNCTUATION, '');
  const international = toInternational(compact);
  if (international === undefined) return undefined;
  const parsed = parsePhoneNumberFromString(international);
  return parsed?.isPossible() ? parsed.number : undefined;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** As `toE164`, refusing with `invalid_request` that says how to write the number. */
export function readPhoneNumber(given: string, name: string): string {
  const number = toE164(given);
  if (number !== undefined) return number;
  throw refuse.invalidRequest({
    description: `${name} is not a phone number that can be read in one way; write it with country code, as in +15555550123`,
  });
}
