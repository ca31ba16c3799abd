import { createHash } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { signJwt } from '../tokens/sign-jwt.ts';
import type { ApplicationSignIn } from './types.ts';

/** How a sign-in is described (`acr`): the assurance levels of NIST SP 800-63B, by the names of the federal government's providers. */
export const ACR_VALUES = {
  password: 'http://idmanagement.gov/ns/assurance/aal/1',
  factor: 'http://idmanagement.gov/ns/assurance/aal/2',
} as const;

const ID_TOKEN_TTL_SECONDS = 3_600;

/**
 * The ID token of a sign-in (OpenID Connect Core 1.0 section 2), for its client alone, an hour long. `sub` is the person's id, which
 * never changes. Not stored; nothing is written here.
 */
export function signIdToken(
  { keys, clock, publicUrl }: { keys: KeyRing; clock: Clock; publicUrl: string },
  about: { signIn: ApplicationSignIn; userId: string; clientId: string; accessToken: string },
): string {
  const { signIn, userId, clientId, accessToken } = about;
  const key = keys.current();
  const iat = Math.floor(clock.now() / 1000);
  // Section 3.1.3.6: the hash of the signature's algorithm; that of Ed25519 is SHA-512 (RFC 8032).
  const hash = createHash(key.algorithm === 'ES256' ? 'sha256' : 'sha512')
    .update(accessToken, 'ascii')
    .digest();
  return signJwt(key, 'JWT', {
    iss: publicUrl,
    sub: userId,
    aud: clientId,
    exp: iat + ID_TOKEN_TTL_SECONDS,
    iat,
    auth_time: Math.floor(signIn.authenticatedAt / 1000),
    ...(signIn.nonce !== null && { nonce: signIn.nonce }),
    acr: signIn.hasFactor ? ACR_VALUES.factor : ACR_VALUES.password,
    // RFC 8176: which factor it was is not kept with the session.
    ...(signIn.hasFactor && { amr: ['mfa'] }),
    at_hash: hash.subarray(0, hash.length / 2).toString('base64url'),
    sid: signIn.grantId,
  });
}
