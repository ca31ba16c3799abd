import { OPTIONS, type OptionName } from './options.ts';
import { BOOLEAN_WORDS, readBoolean } from './read-boolean.ts';

/** The value of an option, or what is wrong with what was given. */
export type ReadValue = { readonly value: unknown } | { readonly fault: string };

/** Reads what a flag or a variable states, which is text. Empty text is the default. */
export function readText(name: OptionName, text: string): ReadValue {
  const option = OPTIONS[name];
  switch (option.kind) {
    case 'integer':
      return readInteger(name, text.trim() === '' ? Number.NaN : Number(text));
    case 'boolean': {
      const value = readBoolean(text);
      return value === undefined ? { fault: `must be ${BOOLEAN_WORDS}` } : { value };
    }
    case 'list': {
      const parts = text.split(',').map((part) => part.trim());
      return { value: parts.filter((part) => part !== '') };
    }
    default:
      return { value: text === '' ? option.default : text };
  }
}

/** Reads what the file states, which has a type of its own. Empty text is the default. */
export function readTyped(name: OptionName, given: unknown): ReadValue {
  const option = OPTIONS[name];
  switch (option.kind) {
    case 'integer':
      return typeof given === 'number' ? readInteger(name, given) : { fault: `${rangeOf(name)}, without quotes` };
    case 'boolean':
      return typeof given === 'boolean' ? { value: given } : { fault: 'must be true or false, without quotes' };
    case 'list': {
      const isList = Array.isArray(given) && given.every((each) => typeof each === 'string');
      return isList ? { value: given } : { fault: 'takes a list of texts, as ["a", "b"]' };
    }
    default:
      if (typeof given !== 'string') return { fault: 'takes a text in quotes' };
      return { value: given === '' ? option.default : given };
  }
}

function readInteger(name: OptionName, value: number): ReadValue {
  const { minimum, maximum } = boundsOf(name);
  return Number.isInteger(value) && value >= minimum && value <= maximum ? { value } : { fault: rangeOf(name) };
}

function boundsOf(name: OptionName): { minimum: number; maximum: number } {
  const { minimum = 0, maximum = Number.MAX_SAFE_INTEGER } = OPTIONS[name] as { minimum?: number; maximum?: number };
  return { minimum, maximum };
}

function rangeOf(name: OptionName): string {
  const { minimum, maximum } = boundsOf(name);
  return `takes a whole number from ${minimum} to ${maximum}`;
}
