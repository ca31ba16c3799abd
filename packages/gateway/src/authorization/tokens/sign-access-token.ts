import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { User } from '../../people/users/types.ts';
import type { Client } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { signJwt } from './sign-jwt.ts';
import type { AccessTokenClaims, IssuedToken, ProvenKey } from './types.ts';

interface Ports {
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly keys: KeyRing;
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
  const { tokenGeneration = 0 } = client.settings;
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
    ...(tokenGeneration > 0 && { client_generation: tokenGeneration }),
    ...(grant !== undefined && { grant_id: grant.id }),
    ...(keyThumbprint !== undefined && { cnf: { jkt: keyThumbprint } }),
    iat,
    exp: iat + client.accessTokenTtlSeconds,
    jti,
  };
  // RFC 9068 section 2.1: the type states access token, so that it passes for nothing else.
  const accessToken = signJwt(key, 'at+jwt', claims);
  const token = { accessToken, scope, issuedAt, expiresInSeconds: client.accessTokenTtlSeconds };
  return { token: keyThumbprint === undefined ? token : { ...token, keyThumbprint }, jti };
}
