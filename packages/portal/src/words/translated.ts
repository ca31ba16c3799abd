import type { Text } from './spanish/spanish.ts';

/** The texts of a language, by their English ones, and its refusals by the server's code. */
interface Translation {
  readonly texts: Readonly<Record<string, string>>;
  readonly refusals: Readonly<Record<string, string>>;
  /** Sentences with something of the server's own in them. */
  readonly sentences: readonly (readonly [RegExp, string])[];
}
type Values = Readonly<Record<string, string | number>>;

let translation: Translation | null = null;

/** What every text is from now on; null is English, in which they are written. */
export function translateBy(next: Translation | null): void {
  translation = next;
}

/**
 * The text in the language of the page, with `{name}` replaced by the value of that name. A text is its own key: one without a Spanish
 * one does not compile.
 */
export function translated(text: Text, values?: Values): string {
  const found = translation?.texts[text] ?? text;
  if (values === undefined) return found;
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Words that the server sent, as a status or the label of a line; as they came where they are not known, as what a partner wrote. */
export function serverText(text: string): string {
  if (translation === null) return text;
  const { texts, sentences } = translation;
  const [, type] = /^(.+) \(test\)$/.exec(text) ?? [];
  const [, word, rest] = /^([^:]+): (.+)$/s.exec(text) ?? [];
  if (Object.hasOwn(texts, text)) return texts[text] ?? text;
  if (type !== undefined) return `${texts[type] ?? type} ${texts['(test)']}`;
  const [sentence, ofSentence] = sentences.find(([pattern]) => pattern.test(text)) ?? [];
  if (sentence !== undefined) return text.replace(sentence, ofSentence ?? text);
  return word !== undefined && Object.hasOwn(texts, word) ? `${texts[word]}: ${texts[rest ?? ''] ?? rest}` : text;
}

/** A sentence of the server by its text and values; in English where the text is not known. */
export function phraseText({ text, values }: { readonly text: string; readonly values: readonly string[] }): string {
  const known = translation?.texts[text] ?? text;
  return known.replace(/\{(\d+)\}/g, (place, number: string) => values[Number(number) - 1] ?? place);
}

/** Why the server refused, as a whole sentence: its own, or in another language than English the one of its code. */
export function refusalSentence(code: string, detail: string): string {
  const sentence = translation?.texts[detail] ?? translation?.refusals[code] ?? detail;
  return /[\p{L}\p{N})]$/u.test(sentence) ? `${sentence}.` : sentence;
}
