const REPLACEMENT = '\ufffd';

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
