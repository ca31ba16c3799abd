import { createHash, randomBytes } from 'node:crypto';
import type { GatewayParts } from '../../gateway/src/app/parts.ts';
import { type ClientRegistration, registerClient } from '../../gateway/src/authorization/clients/register-client.ts';
import { type Client, STRICT } from '../../gateway/src/authorization/clients/types.ts';
import { redeemCode } from '../../gateway/src/authorization/grants/redeem-code.ts';
import type { Principal } from '../../gateway/src/authorization/principals/principal.ts';
import { decideAuthorization } from '../../gateway/src/authorization/requests/decide-authorization.ts';
import {
  findRedirectTarget,
  startAuthorization,
} from '../../gateway/src/authorization/requests/start-authorization.ts';
import type { IssuedToken } from '../../gateway/src/authorization/tokens/types.ts';
import { Secret } from '../../gateway/src/kernel/secrets.ts';
import { newPerson, originFrom, signedIn } from './people.ts';

export const REDIRECT_URI = 'https://responder.test/callback';

let count = 0;

/** A new client that asks for consent, strict and confidential unless changed. Its secret is its id and `-secret`. */
export async function newConsentClient(
  parts: GatewayParts,
  changed: Partial<ClientRegistration> = {},
): Promise<Client> {
  count += 1;
  const id = `consent-client-${process.pid}-${count}`;
  const registration: ClientRegistration = {
    id,
    applicationId: id,
    applicationName: `Responder ${count}`,
    agencyId: 'sandbox-county',
    name: `Responder ${count}`,
    integrationKind: 'responder',
    grantTypes: ['authorization_code', 'refresh_token'],
    scopes: ['read_agency', 'read_alert'],
    accessTokenTtlSeconds: 3_600,
    settings: { legacy: STRICT, deeplinkView: 'full', embeddingOrigins: [] },
    callflows: [],
    redirectUris: [REDIRECT_URI],
    ...changed,
  };
  const secret = new Secret(`${registration.id}-secret`);
  await registerClient(parts, { registration, actor: { kind: 'system', id: 'test' }, secret });
  const client = await parts.clients.find(registration.id);
  if (client === undefined) throw new Error('the client was registered');
  return client;
}

/** A PKCE pair. */
export function newProof(): { codeVerifier: string; codeChallenge: string } {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url') };
}

/** An administrator of sandbox-county, signed in by hand. */
export async function newAdministrator(parts: GatewayParts): Promise<Principal> {
  return signedIn(await newPerson(parts, { role: 'admin' }));
}

/** A code as the browser brings it back after an administrator allowed everything, or `scopes`. */
export async function consentedCode(
  parts: GatewayParts,
  given: { client: Client; principal?: Principal; scopes?: readonly string[]; sessionToken?: string },
): Promise<{ client: Client; code: string; codeVerifier: string; redirectUri: string }> {
  const { client } = given;
  const { codeVerifier, codeChallenge } = newProof();
  const target = await findRedirectTarget(parts, { clientId: client.id, redirectUri: REDIRECT_URI });
  const { consentUrl } = await startAuthorization(parts, target, {
    responseType: 'code',
    responseMode: undefined,
    scope: undefined,
    state: 'state-of-the-test',
    codeChallenge,
    codeChallengeMethod: 'S256',
  });
  const redirectTo = await decideAuthorization(parts, {
    id: consentUrl.reveal().split('/').at(-1) ?? '',
    principal: given.principal ?? (await newAdministrator(parts)),
    scopes: given.scopes ?? client.scopes,
    shown: { token: given.sessionToken, positionToken: undefined },
    origin: originFrom(),
  });
  const code = new URL(redirectTo.reveal()).searchParams.get('code') ?? '';
  return { client, code, codeVerifier, redirectUri: REDIRECT_URI };
}

/** The tokens of a new grant. */
export async function newGrantTokens(
  parts: GatewayParts,
  given: { client: Client; principal?: Principal; sessionToken?: string },
): Promise<IssuedToken & { refreshToken: string }> {
  const issued = await redeemCode(parts, { ...(await consentedCode(parts, given)), origin: originFrom() });
  if (issued.refreshToken === undefined) throw new Error('the client has no refresh_token grant');
  return { ...issued, refreshToken: issued.refreshToken };
}
