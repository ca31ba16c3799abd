import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { Random } from './random.ts';

/**
 * Everything that is sealed at rest, each for one row: what was sealed for one opens for no other. What is sealed has the
 * purpose in it, so that none of these may ever change.
 */
export type SealPurpose =
  | `signing key ${string}`
  | `outbox ${string}`
  | `factor ${string}`
  | `webhook ${number} ${'secret' | 'authentication'}`
  | `identity provider ${string}`
  /** The answer to a refresh, under the refresh token itself. */
  | '';

/** The private half of a signing key. */
export const keyPurpose = (kid: string): SealPurpose => `signing key ${kid}`;
/** The text of a mail that waits. */
export const textPurpose = (id: string): SealPurpose => `outbox ${id}`;
/** The seed of a second factor. */
export const factorPurpose = (id: string): SealPurpose => `factor ${id}`;
/** The signing secret of a webhook subscription. */
export const secretPurpose = (subscriptionId: number): SealPurpose => `webhook ${subscriptionId} secret`;
/** The credential of a webhook subscription's endpoint. */
export const credentialPurpose = (subscriptionId: number): SealPurpose => `webhook ${subscriptionId} authentication`;
/** The client secret at an agency's identity provider. */
export const providerPurpose = (providerId: string): SealPurpose => `identity provider ${providerId}`;

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FINGERPRINT_BYTES = 8;
const PLAIN = 'plain:';
const ENCRYPTED = 'a256gcm:';

/** AES-256-GCM in base64url: nonce, tag, text. `purpose` is bound in: the text opens for no other. */
function encrypt(key: Uint8Array, text: string, purpose: SealPurpose, random: Random): string {
  const nonce = random.bytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose));
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url');
}

/** What `encrypt` made of the text. Throws where the key or the purpose is another one or the text was changed. */
function decrypt(key: Uint8Array, encrypted: string, purpose: SealPurpose): string {
  const bytes = Buffer.from(encrypted, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(purpose));
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
  return Buffer.concat([text, decipher.final()]).toString('utf8');
}

/** Keeps a secret that must be readable again, to sign or to authenticate with it. */
export interface Seal {
  /** Names the key that seals, without giving it away; '' where there is none. */
  readonly fingerprint: string;
  /** Of every key whose texts it opens, and '' for texts that are not sealed. */
  readonly fingerprints: readonly string[];
  /** `purpose` is bound in: what was sealed for one row and column opens for no other. */
  seal(text: string, purpose: SealPurpose): string;
  /** Throws where no key opens it or the text was changed. */
  open(sealed: string, purpose: SealPurpose): string;
}

function fingerprintOf(key: Buffer): string {
  return Buffer.from(hkdfSync('sha256', key, '', 'sallyport fingerprint', FINGERPRINT_BYTES)).toString('hex');
}

/**
 * AES-256-GCM. The first of the keys (32 bytes in base64) seals, each of them opens, so that what an earlier key sealed
 * stays readable. Without a key secrets are stored as they are; a key that is given later seals what is written from then
 * on, and reads both.
 */
export function createSeal(keys: readonly string[], random: Random): Seal {
  const all = keys.map((key) => Buffer.from(key, 'base64'));
  const [first] = all;
  return {
    fingerprint: first === undefined ? '' : fingerprintOf(first),
    fingerprints: ['', ...all.map(fingerprintOf)],
    seal: (text, purpose) =>
      first === undefined ? `${PLAIN}${text}` : `${ENCRYPTED}${encrypt(first, text, purpose, random)}`,
    open(sealed, purpose) {
      if (sealed.startsWith(PLAIN)) return sealed.slice(PLAIN.length);
      const encrypted = sealed.slice(ENCRYPTED.length);
      for (const [index, key] of all.entries()) {
        try {
          return decrypt(key, encrypted, purpose);
        } catch (err) {
          if (index === all.length - 1) throw err;
        }
      }
      throw new Error('a secret is encrypted, and SALLYPORT_SECRETS_KEY is not set');
    },
  };
}

/** A key that only the bearer of the secret can make: of a token the database has nothing but its hash. */
function keyOfBearer(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'sallyport replayed answer', 32));
}

/** Seals what only the bearer of that secret may read again. */
export function sealForBearer(random: Random, secret: string, text: string): string {
  return encrypt(keyOfBearer(secret), text, '', random);
}

/** What was sealed for the bearer of that secret. Throws where it is another secret or the text was changed. */
export function openAsBearer(secret: string, sealed: string): string {
  return decrypt(keyOfBearer(secret), sealed, '');
}
