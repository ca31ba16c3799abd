import { refuse } from '../../kernel/errors.ts';

export type Group = Readonly<Record<string, unknown>>;

/** A group that can be taken from, so that what nobody took is left. */
export type Taken = Record<string, unknown>;

/** How deep, how long and how many what a sender says may be; the whole body has its own limit. */
const MOST_LEVELS = 32;
const MOST_CHARACTERS = 16_384;
const MOST_MEMBERS = 2_000;

export function isGroup(value: unknown): value is Group {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function group(value: unknown): Group {
  return isGroup(value) ? value : {};
}

/** True for what a sender that has nothing to say sends: missing, null, empty. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && value.trim() === '');
}

export function text(value: unknown, name: string, maximumLength: number): string | null {
  if (isAbsent(value)) return null;
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw refuse.invalidRequest({ description: `${name} must be text` });
  }
  const trimmed = String(value).trim();
  if (trimmed.length > maximumLength) {
    throw refuse.invalidRequest({ description: `${name} has at most ${maximumLength} characters` });
  }
  return trimmed;
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

/** Refuses, by the name of what is too much, variables that are nested too deep, too long or too many to be kept and drawn. */
export function refuseTooMuch(variables: Group): void {
  const waiting: [path: string, value: unknown, level: number][] = [['variables', variables, 0]];
  let members = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value, level] = next;
    const shown = path.length > 120 ? `${path.slice(0, 120)}…` : path;
    if (typeof value === 'string' && value.length > MOST_CHARACTERS) {
      throw refuse.invalidRequest({ description: `${shown} has at most ${MOST_CHARACTERS} characters` });
    }
    if (typeof value !== 'object' || value === null) continue;
    if (level > MOST_LEVELS) {
      throw refuse.invalidRequest({ description: `${shown} must be nested at most ${MOST_LEVELS} levels deep` });
    }
    for (const [key, member] of Object.entries(value)) {
      members += 1;
      if (members > MOST_MEMBERS) {
        throw refuse.invalidRequest({ description: `${shown} is one of more than ${MOST_MEMBERS} values; send fewer` });
      }
      waiting.push([`${path}.${key}`, member, level + 1]);
    }
  }
}
