import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '../../../kernel/random.ts';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PLAIN = 'plain:';
const ENCRYPTED = 'a256gcm:';

/** Keeps a secret that must be readable again, to sign or to authenticate with it. */
export interface Seal {
  /** `purpose` is bound in: what was sealed for one row and column opens for no other. */
  seal(text: string, purpose: string): string;
  /** Throws where the key is another one or the text was changed. */
  open(sealed: string, purpose: string): string;
}

/**
 * AES-256-GCM under the operator's key (32 bytes in base64). Without a key secrets are stored as they are; one that is
 * given later encrypts what is written from then on, and reads both.
 */
export function createSeal(secretsKey: string | null, random: Random): Seal {
  const key = secretsKey === null ? null : Buffer.from(secretsKey, 'base64');
  return {
    seal(text, purpose) {
      if (key === null) return `${PLAIN}${text}`;
      const nonce = random.bytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${ENCRYPTED}${Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url')}`;
    },
    open(sealed, purpose) {
      if (sealed.startsWith(PLAIN)) return sealed.slice(PLAIN.length);
      if (key === null) throw new Error('a secret is encrypted, and SALLYPORT_SECRETS_KEY is not set');
      const bytes = Buffer.from(sealed.slice(ENCRYPTED.length), 'base64url');
      const nonce = bytes.subarray(0, NONCE_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
      decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
      const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
      return Buffer.concat([text, decipher.final()]).toString('utf8');
    },
  };
}
