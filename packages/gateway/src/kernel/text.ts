const REPLACEMENT = '\ufffd';

/** One character that a person sees. The contract states the same of every text that a person must see. */
export const VISIBLE = /[^\s\p{Cc}\p{Cf}\p{Cs}\p{M}\u115f\u1160\u2065\u2800\u3164\uffa0\ufff0-\ufff8]/u;
/** Characters that are not seen: zero-width, directional, soft hyphens, byte order marks, variation selectors, controls, fillers. */
const INVISIBLE =
  /[\p{Cc}\p{Cf}\p{Variation_Selector}\u115f\u1160\u17b4\u17b5\u2065\u2800\u3164\uffa0\ufff0-\ufff8]|\u034f/gu;

/** True where a person sees something of the text: more than blanks, controls, zero-width marks and fillers. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text);
}

/** The text without the characters that are not seen; blanks stay. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/**
 * The text as it can be stored, hashed and sent without any of them changing it: no half of a surrogate pair, which UTF-8 has
 * no bytes for, and no NUL, which PostgreSQL refuses. Each becomes U+FFFD; every other text is returned as it is.
 */
export function storableText(text: string): string {
  const wellFormed = text.toWellFormed();
  return wellFormed.includes('\0') ? wellFormed.replaceAll('\0', REPLACEMENT) : wellFormed;
}

/** The first `most` code points of the text, so that no character is cut in half. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text;
  // A code point has two units at most, so what is beyond twice as many is never looked at.
  return [...text.slice(0, 2 * most)].slice(0, most).join('');
}

/**
 * A statement's parameters, every text among them as both engines can store it. Each connection of ours passes here, so that
 * no text that a statement writes or looks for is changed or refused by an engine.
 */
export function storableParameters(parameters: readonly unknown[]): unknown[] {
  return parameters.map(storable);
}

function storable(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  return Array.isArray(value) ? value.map(storable) : value;
}
