import { refuse } from '../../kernel/errors.ts';
import { isVisible } from '../../kernel/text.ts';

/** What a sender states that no field is for. */
export type Members = Readonly<Record<string, unknown>>;

/** How deep, how long and how many what a sender states may be; the whole body has its own limit. */
const MOST_LEVELS = 32;
const MOST_CHARACTERS = 16_384;
const MOST_MEMBERS = 2_000;
/** What may be kept of one thing, however many requests it came in. */
const MOST_CHARACTERS_IN_ALL = 65_536;

/** What some clients send in the body to be let in: no fact, and never kept. */
const CREDENTIALS = new Set(['access_token', 'refresh_token', 'client_secret', 'authorization']);

export function isGroup(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for what a sender that has nothing to state sends: missing, null, empty, or text in which nothing is seen. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === 'string' && !isVisible(value));
}

/** Refuses, by the name of what is too much, members that are nested too deep, too long or too many to be kept and drawn. */
export function refuseTooMuch(members: Members, root: string | null = null): void {
  const waiting: [path: string | null, value: unknown, level: number][] = [[root, members, 0]];
  let count = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, value, level] = next;
    const shown = (path ?? '').length > 120 ? `${path?.slice(0, 120)}…` : path;
    if (typeof value === 'string' && value.length > MOST_CHARACTERS) {
      throw refuse.invalidRequest({ description: `${shown} must have at most ${MOST_CHARACTERS} characters` });
    }
    if (typeof value !== 'object' || value === null) continue;
    if (level > MOST_LEVELS) {
      throw refuse.invalidRequest({ description: `${shown} must be nested at most ${MOST_LEVELS} levels deep` });
    }
    for (const [key, member] of Object.entries(value)) {
      count += 1;
      if (count > MOST_MEMBERS) {
        const at = shown ?? key;
        throw refuse.invalidRequest({ description: `${at} is one of more than ${MOST_MEMBERS} values; send fewer` });
      }
      waiting.push([path === null ? key : `${path}.${key}`, member, level + 1]);
    }
  }
}

/** What is left of what was stated, without what states nothing; undefined where nothing is. */
export function whatIsLeft(stated: unknown): unknown {
  if (isAbsent(stated)) return undefined;
  if (!isGroup(stated)) return stated;
  const left = Object.entries(stated).flatMap(([key, value]) => {
    const inner = whatIsLeft(value);
    return inner === undefined ? [] : [[key, inner] as const];
  });
  return left.length === 0 ? undefined : Object.fromEntries(left);
}

/** The members of a request that no field is for, to be kept. Refuses what is too much, by its name. */
export function furtherMembers(beside: Members): Members {
  const kept = Object.fromEntries(Object.entries(beside).filter(([name]) => !CREDENTIALS.has(name.toLowerCase())));
  refuseTooMuch(kept);
  return (whatIsLeft(kept) as Members | undefined) ?? {};
}

/**
 * What was kept with what is stated now, which takes the place of what was stated under the same name. Refuses more than can be
 * kept in all, by the name of the largest member that is new.
 */
export function joinMembers(kept: Members, given: Members): Members {
  const joined = { ...kept, ...given };
  refuseTooMuch(joined);
  if (JSON.stringify(joined).length > MOST_CHARACTERS_IN_ALL) {
    const [largest] = Object.entries(given)
      .map(([name, value]) => ({ name: name.slice(0, 120), length: JSON.stringify(value).length }))
      .sort((left, right) => right.length - left.length);
    throw refuse.invalidRequest({
      description: `${largest?.name} is too large: all members have at most ${MOST_CHARACTERS_IN_ALL} characters together`,
    });
  }
  return joined;
}

/** True where both state the same under the same names. */
export function areSameMembers(one: Members, other: Members): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
}
