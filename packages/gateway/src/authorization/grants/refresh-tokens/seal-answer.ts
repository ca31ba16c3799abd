import { hkdfSync } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';
import { decrypt, encrypt } from '../../../kernel/seal.ts';
import type { IssuedToken } from '../../tokens/types.ts';

const PURPOSE = '';

/** A key that only the bearer of the refresh token can make: of the token the database has nothing but its hash. */
function keyOf(refreshToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', refreshToken, '', 'sallyport replayed answer', 32));
}

/** Encrypts the answer under the refresh token it was given for. */
export function sealAnswer(random: Random, refreshToken: string, answer: IssuedToken): string {
  return encrypt(keyOf(refreshToken), JSON.stringify(answer), PURPOSE, random);
}

/** The answer that was sealed under this refresh token. Throws where the text was changed. */
export function openAnswer(refreshToken: string, sealed: string): IssuedToken {
  return JSON.parse(decrypt(keyOf(refreshToken), sealed, PURPOSE)) as IssuedToken;
}
