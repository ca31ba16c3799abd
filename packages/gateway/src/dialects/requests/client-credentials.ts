import { ClientAuthentication } from '@sallyport/contract';
import { decodeJwt } from 'jose';
import type { ClientCredentials, SecretCredentials, Sender } from '../../authorization/clients/authenticate-client.ts';
import { refuse } from '../../kernel/errors.ts';
import { cutText } from '../../kernel/text.ts';
import type { ParameterBody, RouteRequest } from '../routing/route.ts';
import { readParameters } from './read-parameters.ts';

/** RFC 7523 section 2.2. */
const JWT_BEARER = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const LONGEST_CLIENT_ID = 100;
/** Where clients authenticate. RFC 7523 section 3: an assertion is for the issuer, or for one of these. */
const CLIENT_PATHS = [
  '/oauth/token',
  '/oauth/v2/token',
  '/oauth/revoke',
  '/oauth/introspect',
  '/oauth/par',
  '/oauth/device_authorization',
];

/** RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined and base64-encoded. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function readBasic(authorization: string): SecretCredentials {
  const decoded = Buffer.from(authorization.slice('Basic '.length).trim(), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const clientId = formDecode(decoded.slice(0, Math.max(0, colon)));
  if (clientId === '' || clientId.includes('\0')) {
    throw refuse.invalidClient({ description: 'The Basic credentials must be base64 of client id, colon, secret' });
  }
  return { clientId, clientSecret: formDecode(decoded.slice(colon + 1)), method: 'client_secret_basic' };
}

/** Whom an assertion states it is of, before anything of it is checked. */
function subjectOf(jwt: string): string | undefined {
  try {
    const { sub } = decodeJwt(jwt);
    const isId = typeof sub === 'string' && sub !== '' && sub.length <= LONGEST_CLIENT_ID && !sub.includes('\0');
    return isId ? sub : undefined;
  } catch {
    return undefined;
  }
}

function readAssertion(jwt: string, sent: ClientAuthentication, publicUrl: string): ClientCredentials {
  // RFC 7521 section 4.2: the type states how the assertion is to be read.
  if (sent.client_assertion_type !== JWT_BEARER) {
    throw refuse.invalidClient({ description: `client_assertion_type must be ${JWT_BEARER}` });
  }
  const clientId = subjectOf(jwt);
  if (clientId === undefined) {
    throw refuse.invalidClient({ description: 'client_assertion must be a signed JWT whose sub is the client id' });
  }
  const { client_id: named } = sent;
  // RFC 7521 section 4.2: client_id may be left out, and otherwise names the same client.
  if (named !== undefined && named !== clientId) {
    throw refuse.invalidClient({ description: 'client_id is not the sub of client_assertion' });
  }
  const audiences = [publicUrl, ...CLIENT_PATHS.map((path) => `${publicUrl}${path}`)];
  return { clientId, assertion: { jwt, audiences }, method: 'private_key_jwt' };
}

/** How a path takes credentials. `mayRepeat`: the same ones by Basic and in the body (seed: Active911's clients send both). */
interface Taking {
  readonly mayRepeat: boolean;
}

/**
 * The credentials of a request, by Basic, in the body or by a signed assertion; a public client sends its id alone. Refuses
 * none and more than one.
 */
function readClientCredentials(
  authorization: string | undefined,
  body: ParameterBody,
  { mayRepeat, publicUrl }: Taking & { publicUrl: string },
): ClientCredentials {
  const sent = readParameters(ClientAuthentication, body);
  const { client_id: clientId, client_secret: clientSecret = null, client_assertion: assertion } = sent;
  const isBasic = authorization !== undefined && /^basic /i.test(authorization);
  // RFC 6749 section 2.3, RFC 7521 section 4.2: no more than one authentication method in a request.
  if (assertion !== undefined && (isBasic || clientSecret !== null)) {
    throw refuse.invalidRequest({ description: 'Send client_assertion or a client secret, not both' });
  }
  if (assertion !== undefined) return readAssertion(assertion, sent, publicUrl);
  if (isBasic) {
    const basic = readBasic(authorization);
    const isRepeated = clientId === basic.clientId && clientSecret === basic.clientSecret;
    if (mayRepeat && isRepeated) return basic;
    if (clientSecret !== null || (clientId !== undefined && clientId !== basic.clientId)) {
      throw refuse.invalidRequest({ description: 'Send the client credentials once: by Basic or in the body' });
    }
    return basic;
  }
  if (clientId === undefined) {
    throw refuse.invalidClient({ description: 'Send client_id and client_secret, in the body or by Basic' });
  }
  return { clientId, clientSecret, method: clientSecret === null ? 'none' : 'client_secret_post' };
}

/** The credentials of a request of a token, revocation or introspection path (RFC 6749 section 2.3), and how its body came. */
export function readCredentials(
  { publicUrl }: { publicUrl: string },
  { headers, body: parsed, origin }: RouteRequest,
  taking: Taking = { mayRepeat: false },
): Sender {
  const { authorization } = headers as { authorization?: string };
  const body = parsed as ParameterBody;
  const credentials = readClientCredentials(authorization, body, { ...taking, publicUrl });
  return { credentials, isJson: body.isJson, origin };
}

/** What Basic credentials name; null where they are none. */
function claimedByBasic(authorization: string | undefined): string | null {
  if (authorization === undefined || !/^basic /i.test(authorization)) return null;
  try {
    return readBasic(authorization).clientId;
  } catch {
    return null;
  }
}

/** The client a request of such a path states it is, proven or not, so that its owner can look it up; null where it does not. */
export function claimedClientId({ values }: ParameterBody, authorization: string | undefined): string | null {
  const inBody = values.get('client_id') ?? subjectOf(values.get('client_assertion') ?? '');
  const claimed = inBody ?? claimedByBasic(authorization);
  return claimed === null ? null : cutText(claimed, LONGEST_CLIENT_ID);
}
