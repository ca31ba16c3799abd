import { refuse } from '../../kernel/errors.ts';
import type { User } from '../users/types.ts';
import { BANNED_PASSWORDS } from './banned-passwords.ts';

/** Of any script, in lower case. */
function lettersAndDigits(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/**
 * Refuses a password that may not be chosen, saying why (CJIS IA-5(1)): too short, on the list of banned ones, or made of the
 * person's own name or address. Every printable character and spaces are welcome; nothing is truncated.
 */
export function checkNewPassword(
  password: string,
  user: Pick<User, 'email' | 'firstName' | 'lastName'>,
  minimumLength: number,
): void {
  if ([...password].length < minimumLength) {
    throw refuse.invalidRequest({ description: `A password must have at least ${minimumLength} characters` });
  }
  const plain = lettersAndDigits(password);
  const isRepeated = /^(.{1,4}?)\1+$/.test(plain);
  if (isRepeated || BANNED_PASSWORDS.some((banned) => plain.replace(/\d+$/, '') === banned || plain === banned)) {
    throw refuse.invalidRequest({ description: 'This password is among the first that are guessed; choose another' });
  }
  const own = [user.email, user.email.split('@')[0] ?? '', `${user.firstName}${user.lastName}`]
    .map(lettersAndDigits)
    .filter((part) => part.length >= 4 && plain.includes(part));
  if (own.some((part) => plain.replaceAll(part, '').length < minimumLength / 3)) {
    throw refuse.invalidRequest({ description: 'This password is made of your own name or address; choose another' });
  }
}
