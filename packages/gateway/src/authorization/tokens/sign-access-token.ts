import { sign } from 'node:crypto';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { User } from '../../people/users/types.ts';
import type { Client } from '../clients/types.ts';
import type { KeyRing, SigningKey } from '../keys/key-ring.ts';
import type { AccessTokenClaims, IssuedToken, ProvenKey } from './types.ts';

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

interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly keys: KeyRing;
}

const headers = new WeakMap<SigningKey, string>();

function headerOf(key: SigningKey): string {
  let header = headers.get(key);
  if (header === undefined) {
    // RFC 9068 section 2.1: the type states access token, so that it passes for nothing else.
    header = base64url(JSON.stringify({ alg: key.algorithm, typ: 'at+jwt', kid: key.kid }));
    headers.set(key, header);
  }
  return header;
}

function base64url(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64url');
}

/**
 * Signs an access token for a client, or for a user through a client, bound to the key that was proven if one was. Not
 * stored; nothing is written here. Refuses a client that must prove a key and did not with `invalid_dpop_proof`.
 */
export function signAccessToken(
  { keys, clock, random, publicUrl }: Ports,
  request: {
    client: Client;
    /** Whom the token speaks for; null: the client itself. */
    user: Pick<User, 'id' | 'tokenGeneration'> | null;
    scopes: readonly string[];
    grant?: { readonly id: string; readonly agencyId: string };
  } & ProvenKey,
): { token: IssuedToken; jti: string } {
  const { client, user, scopes, grant, keyThumbprint } = request;
  // RFC 9449 section 5.2: whatever path it asks on, such a client gets no bearer token.
  if (client.requiresDpop && keyThumbprint === undefined) {
    throw refuse.invalidDpopProof({ description: 'This client sends a DPoP proof with every token request' });
  }
  const agencyId = grant?.agencyId ?? client.agencyId;
  const key = keys.current();
  const issuedAt = clock.now();
  const iat = Math.floor(issuedAt / 1000);
  const jti = newUuid(clock, random);
  const scope = scopes.join(' ');
  const claims: AccessTokenClaims = {
    iss: publicUrl,
    sub: user?.id ?? client.id,
    aud: publicUrl,
    client_id: client.id,
    ...(agencyId !== null && { agency: agencyId }),
    scope,
    ...(user !== null && { user_generation: user.tokenGeneration }),
    ...(grant !== undefined && { grant_id: grant.id }),
    ...(keyThumbprint !== undefined && { cnf: { jkt: keyThumbprint } }),
    iat,
    exp: iat + client.accessTokenTtlSeconds,
    jti,
  };
  const input = `${headerOf(key)}.${base64url(JSON.stringify(claims))}`;
  const signature =
    key.algorithm === 'ES256'
      ? rawSignature(sign('sha256', Buffer.from(input), key.privateKey))
      : sign(null, Buffer.from(input), key.privateKey);
  const accessToken = `${input}.${signature.toString('base64url')}`;
  const token = { accessToken, scope, issuedAt, expiresInSeconds: client.accessTokenTtlSeconds };
  return { token: keyThumbprint === undefined ? token : { ...token, keyThumbprint }, jti };
}
