import type { Database } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { Client } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import type { Limits } from '../limits/limits.ts';
import { signAccessToken } from '../tokens/sign-access-token.ts';
import type { IssuedToken, ProvenKey } from '../tokens/types.ts';
import { giverOf } from './grant-giver.ts';
import type { Grant } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly publicUrl: string;
  readonly keys: KeyRing;
}

/**
 * Refuses a grant type the client is not registered for (`unauthorized_client`), and a flood (`too_many_requests`). A client
 * that proves nothing has an allowance for each address, because anybody can speak in its name.
 */
export function checkMayUse(
  { limits }: { limits: Limits },
  client: Client,
  grantType: 'authorization_code' | 'refresh_token' | 'urn:ietf:params:oauth:grant-type:device_code',
  { source }: Origin,
): void {
  if (!client.grantTypes.includes(grantType)) {
    throw refuse.unauthorizedClient({ description: `This client may not use the ${grantType} grant` });
  }
  const provesItself = client.secrets.length > 0 || client.keys.length > 0;
  limits.take('tokens', provesItself ? client.id : `${client.id} ${addressKey(source)}`);
}

/** What a token of a grant is asked for. */
export interface AskedScope {
  /** Separated by spaces; all of the grant without it. */
  readonly scope?: string | undefined;
  /** True where the client repeats what it once asked for: what was not granted is left out instead of refused. */
  readonly mayExceedGrant?: boolean;
}

/**
 * Signs an access token of a grant, for all its scopes or those of them that are asked for. Nothing is written here.
 * Refuses with `invalid_scope` what the grant does not hold, and with `invalid_grant` a grant whose giver is disabled.
 */
export async function signForGrant(
  ports: Ports,
  request: { client: Client; grant: Grant } & AskedScope & ProvenKey,
): Promise<{ token: IssuedToken; jti: string }> {
  const { client, grant } = request;
  const user = await giverOf(ports, grant);
  if (user === undefined) {
    throw refuse.invalidGrant({
      description: 'Access was ended; ask the agency to allow the application again',
      logDetail: 'the user is disabled, has left the agency or may not give a grant any more, or the sign-in is over',
    });
  }
  const held = grant.scopes.filter((scope) => client.scopes.includes(scope));
  const asked = (request.scope ?? '').split(' ').filter((name) => name !== '');
  const granted = asked.filter((name) => held.includes(name));
  const isRefused = request.mayExceedGrant ? granted.length === 0 : granted.length < asked.length;
  // RFC 6749 section 6: a refresh may ask for less than was granted, never for more.
  if (asked.length > 0 && isRefused) {
    throw refuse.invalidScope({ description: `The agency allowed these scopes only: ${held.join(' ')}` });
  }
  const scopes = asked.length === 0 ? held : [...new Set(granted)];
  return signAccessToken(ports, { client, user, scopes, grant, keyThumbprint: request.keyThumbprint });
}
