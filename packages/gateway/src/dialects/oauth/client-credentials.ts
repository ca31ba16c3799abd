import type { ClientCredentials } from '../../access/clients/authenticate-client.ts';
import { refuse } from '../../kernel/errors.ts';
import type { ParameterBody } from '../route.ts';

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

/** The credentials of a token request, by Basic or in the body; a public client sends its id alone. Refuses none and both. */
export function readClientCredentials(authorization: string | undefined, body: ParameterBody): ClientCredentials {
  const clientId = body.values.get('client_id');
  const clientSecret = body.values.get('client_secret') ?? null;
  if (authorization !== undefined && /^basic /i.test(authorization)) {
    const basic = readBasic(authorization);
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
