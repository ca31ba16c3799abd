import { createHash, randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, type JWTHeaderParameters, SignJWT } from 'jose';
import type { Clock } from '../../gateway/src/kernel/clock.ts';
import type { TestKey } from './assertions.ts';

/** The `ath` of a proof (RFC 9449 section 4.2). */
export function hashOfToken(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest('base64url');
}

export function thumbprintOf({ publicJwk }: TestKey): Promise<string> {
  return calculateJwkThumbprint({ ...publicJwk });
}

/** A good DPoP proof for a request, with whatever is changed; undefined leaves a claim out. */
export function signProof(
  key: TestKey,
  clock: Clock,
  target: { method: string; url: string; accessToken?: string },
  changed: { claims?: Record<string, unknown>; header?: Partial<JWTHeaderParameters> } = {},
): Promise<string> {
  const claims = { jti: randomUUID(), htm: target.method, htu: target.url, iat: Math.floor(clock.now() / 1000) };
  const ath = target.accessToken === undefined ? {} : { ath: hashOfToken(target.accessToken) };
  return new SignJWT({ ...claims, ...ath, ...changed.claims })
    .setProtectedHeader({ alg: key.alg, typ: 'dpop+jwt', jwk: { ...key.publicJwk }, ...changed.header })
    .sign(key.privateKey);
}
