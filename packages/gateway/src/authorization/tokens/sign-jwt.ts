import { sign } from 'node:crypto';
import type { SigningKey } from '../keys/key-ring.ts';

const HALF_BYTES = 32;

/** One INTEGER of the DER pair without its sign byte, padded to 32 bytes, copied into `raw` at `at`. */
function copyInteger(der: Buffer, start: number, length: number, raw: Buffer, at: number): void {
  const skip = Math.max(0, length - HALF_BYTES);
  der.copy(raw, at + HALF_BYTES - (length - skip), start + skip, start + length);
}

/**
 * The 64 bytes r || s that JWS wants (RFC 7518 section 3.4) of a DER-encoded P-256 signature. Node makes the raw form
 * itself when asked, in twice the time of signing.
 */
export function rawSignature(der: Buffer): Buffer {
  const raw = Buffer.alloc(2 * HALF_BYTES);
  const rLength = der[3] ?? 0;
  const sLength = der[5 + rLength] ?? 0;
  copyInteger(der, 4, rLength, raw, 0);
  copyInteger(der, 6 + rLength, sLength, raw, HALF_BYTES);
  return raw;
}

const headers = new WeakMap<SigningKey, Map<string, string>>();

function headerOf(key: SigningKey, typ: string): string {
  const ofKey = headers.get(key) ?? new Map<string, string>();
  headers.set(key, ofKey);
  const known = ofKey.get(typ);
  if (known !== undefined) return known;
  const header = base64url(JSON.stringify({ alg: key.algorithm, typ, kid: key.kid }));
  ofKey.set(typ, header);
  return header;
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

/** The claims as a JWT of that type (RFC 7519), signed by that key in the compact form (RFC 7515 section 3.1). */
export function signJwt(key: SigningKey, typ: string, claims: object): string {
  const input = `${headerOf(key, typ)}.${base64url(JSON.stringify(claims))}`;
  const signature =
    key.algorithm === 'ES256'
      ? rawSignature(sign('sha256', Buffer.from(input), key.privateKey))
      : sign(null, Buffer.from(input), key.privateKey);
  return `${input}.${signature.toString('base64url')}`;
}
