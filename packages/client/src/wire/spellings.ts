import { readInstant, readNumber, toActive911Instant, toPreparedInstant } from './instants.ts';

/** How the contract writes a member, whatever the server wrote. */
export type Spelling =
  | 'as given'
  | 'number'
  | 'text'
  | 'coordinate as text'
  | 'flag'
  | 'milliseconds'
  | 'milliseconds as text'
  | 'prepared instant'
  | 'active911 instant';

/** The members of a dialect's answers, by name, that servers write in more than one way. */
export type Spellings = Readonly<Record<string, Spelling>>;

/**
 * The value with each named member as the contract writes it, down to a depth that no answer of these APIs has. What cannot be
 * read stays as it came: an emergency is not lost for the form of one member.
 */
export function respell<T>(value: unknown, spellings: Spellings): T {
  return walk(value, spellings, 0) as T;
}

/** A body that is nested further is an attack on the stack of whoever walks it. */
const DEEPEST = 100;

function walk(value: unknown, spellings: Spellings, depth: number): unknown {
  if (typeof value !== 'object' || value === null || depth >= DEEPEST) return value;
  if (Array.isArray(value)) return value.map((one) => walk(one, spellings, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      const spelling = Object.hasOwn(spellings, name) ? spellings[name] : undefined;
      return [name, spelling === undefined ? walk(member, spellings, depth + 1) : spell(member, spelling)];
    }),
  );
}

function spell(value: unknown, spelling: Spelling): unknown {
  if (value === null || typeof value === 'object') return value;
  switch (spelling) {
    case 'as given':
      return value;
    case 'number':
      return readNumber(value) ?? value;
    case 'text':
      return typeof value === 'number' ? String(value) : value;
    case 'coordinate as text':
      return typeof value === 'number' ? value.toFixed(8) : value;
    case 'flag':
      return value === 'true' ? true : value === 'false' ? false : value;
    case 'milliseconds':
      return readInstant(value) ?? value;
    case 'milliseconds as text':
      return written(value, String);
    case 'prepared instant':
      return written(value, toPreparedInstant);
    case 'active911 instant':
      return written(value, toActive911Instant);
  }
}

function written(value: unknown, write: (at: number) => string): unknown {
  const at = readInstant(value);
  return at === null ? value : write(at);
}
