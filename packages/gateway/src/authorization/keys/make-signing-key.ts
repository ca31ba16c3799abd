import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { keyPurpose, type Seal } from '../../kernel/seal.ts';
import type { KeyState, SigningAlgorithm, SigningKeyRecord } from './store.ts';

/** A fresh key pair, named by its RFC 7638 thumbprint, its private half sealed. */
export async function makeSigningKey(
  seal: Seal,
  algorithm: SigningAlgorithm,
  state: KeyState,
  now: number,
): Promise<SigningKeyRecord> {
  const { privateKey, publicKey } =
    algorithm === 'ES256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  const publicJwk = publicKey.export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(publicJwk as JWK);
  return {
    kid,
    algorithm,
    state,
    privateJwk: seal.seal(JSON.stringify(privateKey.export({ format: 'jwk' })), keyPurpose(kid)),
    publicJwk: JSON.stringify({ ...publicJwk, kid, use: 'sig', alg: algorithm }),
    createdAt: now,
    activatedAt: state === 'current' ? now : null,
    retiredAt: null,
    sealedUnder: seal.fingerprint,
  };
}
