import { randomUUID, type webcrypto } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { readJwkSet } from '../../gateway/src/authorization/clients/client-keys.ts';
import type { ClientKey } from '../../gateway/src/authorization/clients/types.ts';
import type { Clock } from '../../gateway/src/kernel/clock.ts';
import { TEST_URL } from './world.ts';

export const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A key pair of a client. */
export interface TestKey {
  readonly alg: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicJwk: ClientKey;
}

export async function newKey(alg = 'ES256', kid?: string): Promise<TestKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), ...(kid !== undefined && { kid }) };
  const [publicJwk] = readJwkSet({ keys: [jwk] });
  if (publicJwk === undefined) throw new Error('a key was made');
  return { alg, privateKey, publicJwk };
}

/** A good assertion of the client, with whatever is changed; undefined leaves a claim out. */
export function signAssertion(
  key: TestKey,
  clientId: string,
  clock: Clock,
  changed: { claims?: Record<string, unknown>; header?: Partial<JWTHeaderParameters> } = {},
): Promise<string> {
  const seconds = Math.floor(clock.now() / 1000);
  const claims = { iss: clientId, sub: clientId, aud: TEST_URL, iat: seconds, exp: seconds + 60, jti: randomUUID() };
  return new SignJWT({ ...claims, ...changed.claims })
    .setProtectedHeader({ alg: key.alg, ...changed.header })
    .sign(key.privateKey);
}
