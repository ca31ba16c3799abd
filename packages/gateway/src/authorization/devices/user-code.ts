import type { Random } from '../../kernel/random.ts';

/** RFC 8628 section 6.1: consonants alone, so that no code is a word and no letter is taken for a digit. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ';
const CHARACTERS = 8;
/** The largest multiple of the alphabet's length in a byte: bytes from there on would favour some letters. */
const FAIR_BYTES = 240;

/** A code for a person to type, as it is stored: eight letters of twenty, 34.5 unpredictable bits (RFC 8628 section 5.1). */
export function newUserCode(random: Random): string {
  let code = '';
  while (code.length < CHARACTERS) {
    for (const byte of random.bytes(CHARACTERS)) {
      if (byte < FAIR_BYTES && code.length < CHARACTERS) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return code;
}

/** As a person reads it: `WDJB-MJHT`. */
export function formatUserCode(code: string): string {
  return `${code.slice(0, CHARACTERS / 2)}-${code.slice(CHARACTERS / 2)}`;
}

/** What was typed, without case, dashes and whatever else no code has (RFC 8628 section 6.1). */
export function readUserCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z]/g, '');
}
