import { authenticateClient, type ClientCredentials } from '../access/clients/authenticate-client.ts';
import type { Client } from '../access/clients/types.ts';
import { refuse } from '../kernel/errors.ts';
import type { ParameterBody, RouteRequest } from './route.ts';

/** RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined and base64-encoded. */
function formDecode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function readBasic(authorization: string): ClientCredentials {
  const decoded = Buffer.from(authorization.slice('Basic '.length).trim(), 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  const clientId = formDecode(decoded.slice(0, Math.max(0, colon)));
  if (clientId === '' || clientId.includes('\0')) {
    throw refuse.invalidClient({ description: 'The Basic credentials are not base64 of client id, colon, secret' });
  }
  return { clientId, clientSecret: formDecode(decoded.slice(colon + 1)), method: 'client_secret_basic' };
}

/** How a path takes credentials. `mayRepeat`: the same ones by Basic and in the body (seed: Active911's clients send both). */
interface Taking {
  readonly mayRepeat: boolean;
}

/** The credentials of a token request, by Basic or in the body; a public client sends its id alone. Refuses none and both. */
function readClientCredentials(
  authorization: string | undefined,
  body: ParameterBody,
  { mayRepeat }: Taking,
): ClientCredentials {
  const clientId = body.values.get('client_id');
  const clientSecret = body.values.get('client_secret') ?? null;
  if (authorization !== undefined && /^basic /i.test(authorization)) {
    const basic = readBasic(authorization);
    const isRepeated = clientId === basic.clientId && clientSecret === basic.clientSecret;
    if (mayRepeat && isRepeated) return basic;
    // RFC 6749 section 2.3: no more than one authentication method in a request.
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

/** The client a request of a token, revocation or introspection path comes from (RFC 6749 section 2.3). */
export async function authenticate(request: RouteRequest, taking: Taking = { mayRepeat: false }): Promise<Client> {
  const { authorization } = request.headers as { authorization?: string };
  const body = request.body as ParameterBody;
  const credentials = readClientCredentials(authorization, body, taking);
  const client = await authenticateClient(request.parts, credentials, request.origin.source);
  if (body.isJson && !client.settings.legacy.jsonTokenBody) {
    throw refuse.invalidRequest({
      description: 'This client sends token requests as a form (application/x-www-form-urlencoded)',
    });
  }
  return client;
}
