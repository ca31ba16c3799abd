import { randomText, sha256 } from './encoding.ts';
import { signJwt } from './sign-jwt.ts';

/** A key that tokens are bound to (RFC 9449). Its private half never leaves the platform's cryptography. */
export interface ProofKey {
  /** A proof for one request, at a time by the server's clock in milliseconds. */
  prove(request: { method: string; url: string; accessToken?: string; at: number }): Promise<string>;
}

/** A new P-256 key. A token that is bound to it is of no use to whoever copies the token alone. */
export async function createProofKey(): Promise<ProofKey> {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
  return proofKeyOf(await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']));
}

/** The proofs of a key pair that you keep yourself, for tokens that outlive the process. */
export async function proofKeyOf(pair: CryptoKeyPair): Promise<ProofKey> {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey);
  const jwk = { kty, crv, x, ...(y !== undefined && { y }) };
  return {
    async prove({ method, url, accessToken, at }) {
      // RFC 9449 section 4.2: htu is the URL without its query and fragment.
      const claims = { jti: randomText(16), htm: method, htu: url.split(/[?#]/)[0], iat: Math.floor(at / 1000) };
      const ath = accessToken === undefined ? {} : { ath: await sha256(accessToken) };
      return signJwt(pair.privateKey, { typ: 'dpop+jwt', jwk }, { ...claims, ...ath });
    },
  };
}
