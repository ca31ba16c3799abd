import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SallyportError } from '../requests/error.ts';
import {
  type AuthorizationRequest,
  readAuthorizationAnswer,
  startAuthorization,
} from '../tokens/authorization-request.ts';
import { type Grant, redeemCode, signedIn } from '../tokens/grants.ts';
import { type OpenUrl, openInBrowser } from './open-url.ts';

const WAITS_MS = 300_000;

/**
 * For a person who signs in with the browser of this machine: an authorization code with PKCE, which comes back to a port of the
 * loopback interface that is open for this one answer (RFC 8252 section 7.3). The client's redirect URI is `http://127.0.0.1`
 * with this path, on any port, or on `port` where the server wants a fixed one.
 */
export function browserSignIn(
  options: {
    readonly scope?: string | undefined;
    readonly path?: string;
    readonly port?: number;
    /** The name in the redirect URI; Active911 sets `localhost` where a developer names none. */
    readonly host?: '127.0.0.1' | 'localhost';
    readonly open?: OpenUrl;
    readonly deadlineMs?: number;
  } = {},
): Grant {
  const { scope, path = '/', port = 0, host = '127.0.0.1', open = openInBrowser } = options;
  return signedIn(async (service) => {
    const { server, clientId } = service;
    const listener = createServer();
    await new Promise<void>((resolve, reject) => {
      listener.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    try {
      const redirectUri = `http://${host}:${(listener.address() as AddressInfo).port}${path}`;
      const request = await startAuthorization({ server, clientId, redirectUri, scope });
      const answer = answerTo(request, listener, options.deadlineMs ?? WAITS_MS);
      answer.catch(() => {});
      await open(request.url);
      const code = await answer;
      return await redeemCode(service, { code, redirectUri, codeVerifier: request.codeVerifier, scope });
    } finally {
      listener.close();
      listener.closeAllConnections();
    }
  });
}

/** The code of the first answer to this request. Others, such as for a page's icon, are answered and passed over. */
function answerTo(
  request: AuthorizationRequest,
  listener: ReturnType<typeof createServer>,
  deadlineMs: number,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), deadlineMs);
    listener.on('request', (incoming, response) => {
      const url = new URL(incoming.url ?? '/', request.redirectUri);
      if (url.searchParams.get('state') !== request.state) return page(response, 404, 'Nothing is here.');
      clearTimeout(timer);
      try {
        resolve(readAuthorizationAnswer(url.href, request));
        page(response, 200, 'You are signed in. You can close this window.');
      } catch (error) {
        reject(error);
        page(response, 400, 'You are not signed in. You can close this window.');
      }
    });
  });
}

function page(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }).end(text);
}

function tooLate(): SallyportError {
  return new SallyportError({
    status: 0,
    code: 'deadline_passed',
    detail: 'Nobody signed in; start the sign-in again.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
