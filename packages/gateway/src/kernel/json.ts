import { DomainError, refuse } from './errors.ts';
import { contradictedMember, countMembers } from './repeated-members.ts';
import { storableText } from './text.ts';

/** The last word of a member's name that makes it an identifier: its digits are compared, not counted with. */
const IDENTIFIER =
  /^(id|ids|uid|uuid|guid|number|num|no|nr|phone|mobile|account|acct|case|permit|code|ref|reference|key|plate|vin|imei|imsi|serial|badge|unit|zip|postcode|extension|ext|position|trunk|channel|tag|token|esn|meid)$/;

/** `callerId`, `caller_id` and `caller-id` are of the words caller and id. */
function isIdentifier(name: string): boolean {
  const words = name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
  return words.includes('id') || IDENTIFIER.test(words.at(-1) ?? '');
}

/**
 * True where the text of a JSON number states something else than the number it is read as: a whole number of more than 53 bits,
 * one beyond every number, and in an identifier any digit that would be gone (`1.10`, `1e3`). A coordinate or a time keeps
 * as many digits as there are.
 */
function losesDigits(name: string, value: number, source: string): boolean {
  if (!Number.isFinite(value)) return true;
  if (/^-?\d+$/.test(source) && !Number.isSafeInteger(value)) return true;
  return isIdentifier(name) && String(value) !== source;
}

/** Where in the whole a member of one object stands: `variables.event.source_id`. Only names that are plain are repeated. */
function pathOf(root: unknown, holder: unknown, name: string): string {
  const waiting: { value: unknown; path: string }[] = [{ value: root, path: '' }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { value, path } = next;
    const at = (key: string) => (Array.isArray(value) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    if (value === holder) {
      const found = at(name);
      return /^[A-Za-z0-9_.[\]-]{1,200}$/.test(found) ? found : 'A number';
    }
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) waiting.push({ value: inner, path: at(key) });
  }
  return 'A number';
}

/** PostgreSQL stores no NUL character, and nothing that is reported about an emergency has one. */
export function withoutNul(text: string): string {
  if (text.includes('\0')) throw refuse.invalidRequest({ description: 'The body has a NUL character' });
  return text;
}

/**
 * JSON that somebody sent, as a value whose text can be stored. Refuses what is not JSON, a NUL character, and by its name a
 * number that JavaScript cannot carry as it was written, because two account numbers would be read as one, and a member that one
 * object has twice with two values, because the first would be lost (`invalid_request`; RFC 8259 section 4).
 */
export function parseJson(text: string): unknown {
  let inexact: { holder: unknown; name: string } | undefined;
  let parsed: unknown;
  // The root is visited as a member of an object of its own.
  let members = -1;
  try {
    parsed = JSON.parse(text, function revive(
      this: unknown,
      key: string,
      value: unknown,
      context?: { source?: string },
    ) {
      if (!Array.isArray(this)) members += 1;
      if (key === '__proto__') throw new SyntaxError('a forbidden name');
      withoutNul(key);
      if (typeof value === 'string') return storableText(withoutNul(value));
      if (typeof value !== 'number') return value;
      // An item of a list has the name of no member; the list itself is revived after its items.
      if (losesDigits(key, value, context?.source ?? String(value))) inexact ??= { holder: this, name: key };
      return value;
    } as (this: unknown, key: string, value: unknown) => unknown);
  } catch (err) {
    if (err instanceof DomainError) throw err;
    throw refuse.invalidRequest({ description: 'The body is not valid JSON' });
  }
  const contradicted = countMembers(text) === members ? null : contradictedMember(text);
  if (contradicted !== null) {
    const name = /^[A-Za-z0-9_.-]{1,100}$/.test(contradicted) ? contradicted : 'A member';
    throw refuse.invalidRequest({ description: `${name} must be sent once: it has two values` });
  }
  if (inexact === undefined) return parsed;
  const name = pathOf(parsed, inexact.holder, inexact.name);
  throw refuse.invalidRequest({
    description: `${name} must be sent as text: as a JSON number it has more digits than can be read exactly`,
  });
}
