import { SallyportError } from '../requests/error.ts';
import type { TokenAddresses } from '../servers/server.ts';
import { randomText, sha256 } from './encoding.ts';

/** An authorization request to open in a browser, and what to keep until its answer comes. */
export interface AuthorizationRequest {
  readonly url: string;
  readonly state: string;
  /** For the exchange of the code; a secret. */
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

interface Wanted {
  readonly server: TokenAddresses;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly scope?: string | undefined;
}

interface Prepared {
  readonly authorizeUrl: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly kept: Pick<AuthorizationRequest, 'state' | 'codeVerifier' | 'redirectUri'>;
}

/** What a new authorization request states, and what to keep of it. */
export async function prepareAuthorization({ server, clientId, redirectUri, scope }: Wanted): Promise<Prepared> {
  const { authorizeUrl } = server;
  if (authorizeUrl === undefined) throw refused('not_configured', 'This server has no authorize URL; set one.');
  const state = randomText(16);
  const codeVerifier = randomText(32);
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    [server.redirectParameter ?? 'redirect_uri']: redirectUri,
    ...(scope !== undefined && { scope }),
    state,
    code_challenge: await sha256(codeVerifier),
    code_challenge_method: 'S256',
  };
  return { authorizeUrl, parameters, kept: { state, codeVerifier, redirectUri } };
}

/** A new authorization request with PKCE (RFC 7636, S256) and a `state` of its own. */
export async function startAuthorization(options: Wanted): Promise<AuthorizationRequest> {
  const { authorizeUrl, parameters, kept } = await prepareAuthorization(options);
  const url = new URL(authorizeUrl);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { ...kept, url: url.href };
}

/** The code in the URL the browser came back to. Refuses an answer of another request, and what the server refused. */
export function readAuthorizationAnswer(answerUrl: string, request: Pick<AuthorizationRequest, 'state'>): string {
  const { searchParams } = new URL(answerUrl);
  if (searchParams.get('state') !== request.state) {
    throw refused('invalid_state', 'The answer belongs to another authorization request; start a new one.');
  }
  const error = searchParams.get('error');
  if (error !== null) throw refused(error, searchParams.get('error_description') ?? 'The authorization was refused.');
  const code = searchParams.get('code');
  if (code === null || code === '') throw refused('invalid_request', 'The answer has no code.');
  return code;
}

function refused(code: string, detail: string): SallyportError {
  return new SallyportError({ status: 0, code, detail, requestId: null, retryAfterSeconds: null });
}
