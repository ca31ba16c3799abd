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

/**
 * As `text`; but characters that nobody sees are a text too, so that a caller's number which is only those raises its alert
 * without a number, and is kept as it was given.
 */
export function phoneText(value: unknown, name: string, maximumLength: number): string | null {
  const hasCharacters = typeof value === 'string' && value.trim() !== '';
  return hasCharacters ? readText(value, name, maximumLength) : text(value, name, maximumLength);
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

/** True and false arrive as such and as text; missing is false. */
export function flag(value: unknown, name: string): boolean {
  if (isAbsent(value)) return false;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  throw refuse.invalidRequest({ description: `${name} must be true or false` });
}
