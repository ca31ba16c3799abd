import { distance } from 'fastest-levenshtein';
import { refuse } from '../../kernel/errors.ts';
import { digitsOf, normalised } from '../search-index/search-text.ts';

const SHORTEST = 3;
const TERMS_AT_MOST = 8;

/**
 * What is looked for in a text: each of these, anywhere in a word. A number in any spelling, whole or a part, is one of digits alone.
 * Refuses a text without a word of three letters or digits (`invalid_request`).
 */
export function readTerms(given: string): readonly string[] {
  const digits = digitsOf(given);
  if (digits !== null) return [withoutTrunk(digits)];
  const words = normalised(given.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')).split(' ');
  const terms = words.map((word) => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '')).filter(isLongEnough);
  if (terms.length === 0) {
    throw refuse.invalidRequest({ description: `text must have a word of ${SHORTEST} letters or digits at least` });
  }
  return [...new Set(terms)].slice(0, TERMS_AT_MOST);
}

const isLongEnough = (word: string) => [...word].length >= SHORTEST;

/** A number of this country that was dialled with its trunk prefix is kept with the country's, which is the same digit. */
function withoutTrunk(digits: string): string {
  return digits.startsWith('00') ? digits.slice(2) : digits;
}

/** With more digits than a plate has, a term is a number or an id. */
const DIGITS_OF_PLATE = 4;

/**
 * Pieces of a term of which a word with one wrong letter still has one: its halves, or its thirds where two letters may be wrong.
 * None of a term that is too short, or of a number or an id, of which a similar one is another's.
 */
export function piecesOf(term: string): readonly string[] {
  const letters = [...term];
  if (letters.length < 2 * SHORTEST || term.replaceAll(/\D/g, '').length > DIGITS_OF_PLATE) return [];
  const count = letters.length < 3 * SHORTEST ? 2 : 3;
  const size = Math.ceil(letters.length / count);
  return Array.from({ length: count }, (_, index) => letters.slice(index * size, (index + 1) * size).join('')).filter(
    isLongEnough,
  );
}

/** True where a word of the text is the term but for a letter, or two of a long one. */
export function isSimilar(term: string, text: string): boolean {
  const allowed = [...term].length < 3 * SHORTEST ? 1 : 2;
  return text
    .split(/[^\p{L}\p{N}]+/u)
    .some((word) => Math.abs(word.length - term.length) <= allowed && distance(term, word) <= allowed);
}
