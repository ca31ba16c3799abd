/** A sentence, and what it was made of: a text with `{1}`, `{2}` and so on where its values are. */
export interface Phrase {
  readonly sentence: string;
  readonly text: string;
  readonly values: readonly string[];
}

const isPhrase = (value: unknown): value is Phrase =>
  typeof value === 'object' && value !== null && 'sentence' in value;

/** A text without values is its own sentence. */
export const phraseOf = (given: string | Phrase): Phrase =>
  isPhrase(given) ? given : { sentence: given, text: given, values: [] };

type Value = string | number | Phrase | null | undefined;

/** A sentence that keeps what it was made of; one within another becomes part of its text. */
export function phrase(texts: TemplateStringsArray, ...given: readonly Value[]): Phrase {
  const values: string[] = [];
  const place = (value: Value): string => {
    if (!isPhrase(value)) return `{${values.push(String(value))}}`;
    const before = values.length;
    values.push(...value.values);
    return value.text.replace(/\{(\d+)\}/g, (_, number: string) => `{${before + Number(number)}}`);
  };
  const text = texts.map((part, index) => (index === 0 ? part : `${place(given[index - 1] ?? '')}${part}`)).join('');
  return {
    sentence: text.replace(/\{(\d+)\}/g, (_, number: string) => values[Number(number) - 1] ?? ''),
    text,
    values,
  };
}
