import { isAbsent, isGroup } from '../../incidents/incident/further-members.ts';
import { refuse } from '../../kernel/errors.ts';

export type Group = Readonly<Record<string, unknown>>;

/** A group that can be taken from, so that what nobody took is left. */
export type Taken = Record<string, unknown>;

export function group(value: unknown): Group {
  return isGroup(value) ? value : {};
}

function readText(value: unknown, name: string, maximumLength: number): string {
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw refuse.invalidRequest({ description: `${name} must be text` });
  }
  const trimmed = String(value).trim();
  if (trimmed.length > maximumLength) {
    throw refuse.invalidRequest({ description: `${name} must have at most ${maximumLength} characters` });
  }
  return trimmed;
}

export function text(value: unknown, name: string, maximumLength: number): string | null {
  return isAbsent(value) ? null : readText(value, name, maximumLength);
}

/** As `text`, but no alarm is lost for its length: the start of what is longer, whose whole its facts keep. */
export function startOf(value: unknown, name: string, maximumLength: number): string | null {
  const whole = text(value, name, Number.POSITIVE_INFINITY);
  if (whole === null || whole.length <= maximumLength) return whole;
  const letters = [...whole];
  while (letters.join('').length >= maximumLength) letters.pop();
  return `${letters.join('')}…`;
}

/** What a list or a group states, as one text; anything else as it is. */
export function inOneText(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return Object.values(value)
    .map(inOneText)
    .filter((part) => !isAbsent(part) && typeof part !== 'boolean')
    .join(Array.isArray(value) ? ', ' : ' ');
}

/**
 * As `text`; but characters that nobody sees are a text too, so that a caller's number which is only those raises its alert
 * without a number, and is kept as it was given.
 */
export function phoneText(value: unknown, name: string, maximumLength: number): string | null {
  const hasCharacters = typeof value === 'string' && value.trim() !== '';
  if (!hasCharacters) return startOf(value, name, maximumLength);
  const whole = readText(value, name, Number.POSITIVE_INFINITY);
  return whole.length <= maximumLength ? whole : startOf(value, name, maximumLength);
}

export function required(value: string | null, name: string): string {
  if (value === null) throw refuse.invalidRequest({ description: `${name} is missing` });
  return value;
}

/** Numbers arrive as numbers and as text. Refuses what is missing, no number, or outside the range. */
export function number(value: unknown, name: string, minimum: number, maximum: number): number {
  if (isAbsent(value)) throw refuse.invalidRequest({ description: `${name} is missing` });
  const parsed = toNumber(value);
  if (parsed === undefined || parsed < minimum || parsed > maximum) {
    throw refuse.invalidRequest({ description: `${name} must be a number from ${minimum} to ${maximum}` });
  }
  return parsed;
}

/** A number, or a text that is one; undefined where it is neither. */
export function toNumber(value: unknown): number | undefined {
  const parsed =
    typeof value === 'number' || (typeof value === 'string' && !isAbsent(value)) ? Number(value) : Number.NaN;
  return Number.isFinite(parsed) ? parsed : undefined;
}

const YES: ReadonlySet<string> = new Set(['true', 't', 'yes', 'y', 'on', '1']);
const NO: ReadonlySet<string> = new Set(['false', 'f', 'no', 'n', 'off', '0']);

/** True and false arrive as such, as 1 and 0, and as words; missing is false. */
export function flag(value: unknown, name: string): boolean {
  if (isAbsent(value)) return false;
  const word = String(value).trim().toLowerCase();
  if (YES.has(word)) return true;
  if (NO.has(word)) return false;
  throw refuse.invalidRequest({ description: `${name} must be true or false` });
}
