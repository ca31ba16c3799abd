import type {
  AuthorizationServerMetadata,
  IntrospectionAnswer,
  JsonWebKeySet,
  PushedAuthorizationAnswer,
} from '@sallyport/contract';
import { noAuth } from '../requests/auth.ts';
import { SallyportError } from '../requests/error.ts';
import { type RetryOptions, retrying } from '../requests/retrying.ts';
import { Transport } from '../requests/transport.ts';
import { type TokenAddresses, withoutSlash } from '../servers/server.ts';
import { type AuthorizationRequest, prepareAuthorization } from '../tokens/authorization-request.ts';
import type { ClientIdentity } from '../tokens/client-identity.ts';
import { ClockSkew } from '../tokens/clock-skew.ts';
import { TokenService } from '../tokens/token-service.ts';

/** The addresses of a server's token service, with those that only `introspectToken`, `pushAuthorization` and `readKeys` ask. */
export interface OAuthAddresses extends TokenAddresses {
  readonly introspectionUrl?: string;
  readonly pushedAuthorizationUrl?: string;
  readonly keysUrl?: string;
}

/** How a call is sent: for how long it is tried, and what ends it. */
interface Sending extends RetryOptions {
  readonly fetch?: typeof fetch | undefined;
  readonly signal?: AbortSignal | undefined;
}

function read<T>(url: string, options: Sending): Promise<T> {
  const transport = new Transport({ baseUrl: '', auth: noAuth, fetch: options.fetch, resend: retrying(options) });
  return transport.send({ method: 'GET', path: url, signal: options.signal });
}

function ask<T>(url: string, form: Readonly<Record<string, string>>, options: Sending & AsClient): Promise<T> {
  const { server, clientId, clientSecret, secretIn, privateKey, keyId, fetch } = options;
  const client = { clientId, clientSecret, secretIn, privateKey, keyId };
  return new TokenService({ ...options, server, client, clock: new ClockSkew(), fetch }).ask(url, form, options.signal);
}

interface AsClient extends ClientIdentity {
  readonly server: OAuthAddresses;
}

function needed(url: string | undefined, what: string): string {
  if (url !== undefined) return url;
  const detail = `This server has no ${what} URL; set one.`;
  throw new SallyportError({ status: 0, code: 'not_configured', detail, requestId: null, retryAfterSeconds: null });
}

/**
 * What the server of that issuer states about itself (RFC 8414). Refuses an answer of another issuer with `invalid_issuer`
 * (section 3.3), because its addresses would be given the client's secret.
 */
export async function readServerMetadata(issuer: string, options: Sending = {}): Promise<AuthorizationServerMetadata> {
  const { origin, pathname } = new URL(issuer);
  // RFC 8414 section 3.1: an issuer's path comes after the well-known one.
  const url = `${origin}/.well-known/oauth-authorization-server${withoutSlash(pathname)}`;
  const metadata = await read<AuthorizationServerMetadata>(url, options);
  if (withoutSlash(String(metadata.issuer)) === withoutSlash(issuer)) return metadata;
  const detail = `The server at ${issuer} states another issuer, ${metadata.issuer}; ask for the metadata of that one.`;
  throw new SallyportError({ status: 0, code: 'invalid_issuer', detail, requestId: null, retryAfterSeconds: null });
}

/** The addresses that a server's metadata states, for `createTokens`, `startAuthorization` and the calls of this entry. */
export function addressesOf(metadata: AuthorizationServerMetadata): OAuthAddresses {
  return {
    tokenUrl: metadata.token_endpoint,
    authorizeUrl: metadata.authorization_endpoint,
    deviceAuthorizationUrl: metadata.device_authorization_endpoint,
    revokeUrl: metadata.revocation_endpoint,
    introspectionUrl: metadata.introspection_endpoint,
    pushedAuthorizationUrl: metadata.pushed_authorization_request_endpoint,
    keysUrl: metadata.jwks_uri,
    issuer: metadata.issuer,
    tokenBody: 'form',
  };
}

/** The keys by which the server's tokens are verified (RFC 7517). Refuses with `not_configured` where it states none. */
export async function readKeys(server: OAuthAddresses, options: Sending = {}): Promise<JsonWebKeySet> {
  return read(needed(server.keysUrl, 'keys'), options);
}

/**
 * Whether a token that somebody sent is good at this moment, and what for (RFC 7662): `active` alone where it is not, or is not
 * for this client to know. Refuses with `invalid_client` for wrong credentials, and with `not_configured` where the server has no
 * such path. No error holds the token.
 */
export async function introspectToken(
  options: AsClient & Sending & { readonly token: string },
): Promise<IntrospectionAnswer> {
  return ask(needed(options.server.introspectionUrl, 'introspection'), { token: options.token }, options);
}

/**
 * As `startAuthorization`, but the server is given the request before the browser opens (RFC 9126): its URL has a reference alone,
 * which is good once and for about a minute. Refuses with what the server refuses of the request, before anybody sees a page.
 */
export async function pushAuthorization(
  options: AsClient & Sending & { readonly redirectUri: string; readonly scope?: string | undefined },
): Promise<AuthorizationRequest> {
  const { server, clientId } = options;
  const pushUrl = needed(server.pushedAuthorizationUrl, 'pushed authorization');
  const { authorizeUrl, parameters, kept } = await prepareAuthorization(options);
  const { request_uri } = await ask<PushedAuthorizationAnswer>(pushUrl, parameters, options);
  const url = new URL(authorizeUrl);
  url.searchParams.set('client_id', clientId);
  url.searchParams.set('request_uri', request_uri);
  return { ...kept, url: url.href };
}
