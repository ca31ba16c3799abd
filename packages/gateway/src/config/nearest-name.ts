import { closest } from 'fastest-levenshtein';

/** The known name that is nearest to a word, by the letters to put in, leave out or change: what was meant by it, most likely. */
export function nearestName(word: string, known: readonly string[]): string {
  return closest(word, known);
}
