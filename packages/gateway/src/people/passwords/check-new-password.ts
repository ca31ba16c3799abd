import { refuse } from '../../kernel/errors.ts';
import type { User } from '../users/types.ts';
import { guessesLog10 } from './guessing.ts';

/** Fewer guesses than this, a hundred million, are made in a night by whoever has the hash. */
const LEAST_GUESSES_LOG10 = 8;

/** Of any script, in lower case. */
function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Refuses a password that may not be chosen, saying why (CJIS IA-5(1)): too short, made of the person's own name or
 * address, or found by few guesses, because it was breached, is a row of keys or a repetition. Every printable character and spaces are welcome; nothing is truncated.
 */
export async function checkNewPassword(
  password: string,
  user: Pick<User, 'email' | 'firstName' | 'lastName'>,
  minimumLength: number,
): Promise<void> {
  if ([...password].length < minimumLength) {
    throw refuse.invalidRequest({ description: `A password must have at least ${minimumLength} characters` });
  }
  const plain = lettersAndDigits(password);
  const own = [user.email, user.email.split('@')[0] ?? '', `${user.firstName}${user.lastName}`]
    .map(lettersAndDigits)
    .filter((part) => part.length >= 4 && plain.includes(part));
  if (own.some((part) => plain.replaceAll(part, '').length < minimumLength / 3)) {
    throw refuse.invalidRequest({ description: 'This password is made of your own name or address; choose another' });
  }
  // Without its punctuation as well, unless it is made of little else.
  const forms = plain.length * 2 < password.length ? [password] : [password, plain];
  const guesses = await Promise.all(forms.map(guessesLog10));
  if (guesses.some((log10) => log10 < LEAST_GUESSES_LOG10)) {
    throw refuse.invalidRequest({ description: 'This password is among the first that are guessed; choose another' });
  }
}
