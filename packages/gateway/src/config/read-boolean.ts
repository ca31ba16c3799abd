const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/** What a value of a switch must be, for the sentence that refuses another. */
export const BOOLEAN_WORDS = 'true, yes, on or 1, or false, no, off or 0';

/** The one grammar of switches, for every flag, option and variable; nothing for anything else. */
export function readBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
}
