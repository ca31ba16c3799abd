import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';
import type { IssuedToken } from '../../tokens/types.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** A key that only the bearer of the refresh token can make: of the token the database has nothing but its hash. */
function keyOf(refreshToken: string): Buffer {
  return Buffer.from(hkdfSync('sha256', refreshToken, '', 'sallyport replayed answer', 32));
}

/** Encrypts the answer under the refresh token it was given for (AES-256-GCM), in base64url. */
export function sealAnswer(random: Random, refreshToken: string, answer: IssuedToken): string {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(refreshToken), nonce);
  const text = Buffer.concat([cipher.update(JSON.stringify(answer), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
}

/** The answer that was sealed under this refresh token. Throws where the text was changed. */
export function openAnswer(refreshToken: string, sealed: string): IssuedToken {
  const bytes = Buffer.from(sealed, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', keyOf(refreshToken), bytes.subarray(0, NONCE_BYTES));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8')) as IssuedToken;
}
