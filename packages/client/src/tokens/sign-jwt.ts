import { SallyportError } from '../requests/error.ts';
import { base64url, utf8 } from './encoding.ts';

type Members = Readonly<Record<string, unknown>>;

/** A JWT in its compact form (RFC 7519), signed with ES256, EdDSA or RS256, by what the key is for. */
export async function signJwt(key: CryptoKey, header: Members, claims: Members): Promise<string> {
  const alg = algorithmOf(key);
  const parts = [{ alg, ...header }, claims].map((part) => base64url(utf8(JSON.stringify(part))));
  const input = parts.join('.');
  const how = alg === 'ES256' ? { name: 'ECDSA', hash: 'SHA-256' } : key.algorithm.name;
  const signature = await crypto.subtle.sign(how, key, utf8(input));
  return `${input}.${base64url(new Uint8Array(signature))}`;
}

/** The private key of a JSON Web Key, which cannot be read out of the answer. */
export async function importPrivateKey(jwk: JsonWebKey): Promise<CryptoKey> {
  const how = {
    EC: { name: 'ECDSA', namedCurve: 'P-256' },
    OKP: { name: 'Ed25519' },
    RSA: { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' },
  }[jwk.kty ?? ''];
  if (how === undefined) throw unfit('its kty must be EC, OKP or RSA');
  const { key_ops: _, use: __, ...bare } = jwk;
  return crypto.subtle.importKey('jwk', bare, how, false, ['sign']);
}

function algorithmOf({ algorithm }: CryptoKey): string {
  if (algorithm.name === 'Ed25519') return 'EdDSA';
  if (algorithm.name === 'RSASSA-PKCS1-v1_5') return 'RS256';
  if (algorithm.name === 'ECDSA' && (algorithm as EcKeyAlgorithm).namedCurve === 'P-256') return 'ES256';
  throw unfit('it must be for ES256, EdDSA or RS256');
}

function unfit(what: string): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'invalid_key',
    detail: `The private key cannot sign: ${what}.`,
    requestId: null,
    retryAfterSeconds: null,
  });
}
