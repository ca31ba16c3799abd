/** Characters that are not seen: zero-width, directional, soft hyphens, byte order marks, variation selectors, controls, fillers. */
const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u3164/gu;
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
  return decode(given)
    .normalize('NFKC')
    .replace(/\s+/g, ' ')
    .replace(INVISIBLE, '')
    .replace(DASHES, '-')
    .replace(OTHER_DIGITS, plainDigit)
    .trim();
}

/** The subscriber's number of a `tel:` or `sip:` address or of a plain text, apart from its extension. */
export function splitExtension(plainText: string): { subscriber: string; extension: string | null } {
  const address = plainText.replace(/^tel:(\/\/)?/i, '').replace(/^sips?:([^@]*)(@.*)?$/i, '$1');
  const [main = '', ...parameters] = address.split(';');
  const parameterOf = (pattern: RegExp) => parameters.flatMap((parameter) => pattern.exec(parameter)?.[1] ?? [])[0];
  const inText = EXTENSION.exec(main);
  const subscriber = (inText === null ? main : main.slice(0, inText.index)).trim();
  // RFC 3966 section 5.1.5: a local number is read in its context.
  const context = subscriber.startsWith('+') ? '' : (parameterOf(CONTEXT_PARAMETER) ?? '');
  return { subscriber: `${context}${subscriber}`, extension: parameterOf(EXTENSION_PARAMETER) ?? inText?.[1] ?? null };
}
