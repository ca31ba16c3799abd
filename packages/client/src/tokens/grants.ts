import { SallyportError } from '../requests/error.ts';
import type { Token } from './token.ts';
import type { TokenService } from './token-service.ts';

/** Asks a token service for a token, with what was had before where that helps. What it needs for that is not shown by `inspect`. */
export type Grant = (service: TokenService, previous: Token | null) => Promise<Token>;

/** For the client itself (RFC 6749 section 4.4). */
export function clientCredentials(options: { readonly scope?: string | undefined } = {}): Grant {
  return (service) => service.token({ grant_type: 'client_credentials', scope: options.scope }, { isRepeatable: true });
}

/** For a user by name and password (RFC 6749 section 4.3; seeds 000 and 001). It is sent again whenever the token ends. */
export function password(options: {
  readonly username: string;
  readonly password: string;
  readonly scope?: string | undefined;
}): Grant {
  return (service) => {
    const { tokenUrl, passwordTokenUrl: url = tokenUrl } = service.server;
    return service.token({ grant_type: 'password', ...options }, { url, isRepeatable: true });
  };
}

/** By a refresh token (RFC 6749 section 6); the newest that the server gave takes the place of this one. */
export function refreshToken(options: { readonly refreshToken: string; readonly scope?: string | undefined }): Grant {
  return (service, previous) => refresh(service, previous?.refreshToken ?? options.refreshToken, options.scope);
}

/** By an authorization code, once (RFC 6749 section 4.1.3 with RFC 7636); afterwards by the refresh token that came with it. */
export function authorizationCode(options: {
  readonly code: string;
  readonly redirectUri?: string | undefined;
  readonly codeVerifier?: string | undefined;
  /** Active911 asks for it here too (seed 003). */
  readonly scope?: string | undefined;
}): Grant {
  return signedIn((service) => redeemCode(service, options));
}

/** By a personal refresh token, without a client (Active911's `api_access.php`). */
export function personalToken(options: { readonly refreshToken: string }): Grant {
  return async (service, previous) => {
    const token = previous?.refreshToken ?? options.refreshToken;
    const { tokenUrl, personalTokenUrl: url = tokenUrl } = service.server;
    try {
      return await service.token({ refresh_token: token }, { url, isRepeatable: true, refreshToken: token });
    } catch (error) {
      // Active911 sends a refresh token it does not know on to a page.
      if (error instanceof SallyportError && ['unreadable_answer', 'redirected'].includes(error.code))
        throw refusedGrant();
      throw error;
    }
  };
}

/**
 * Signs somebody in, and from then on renews by the refresh token. Where that is refused, or there is none, they are asked to
 * sign in again.
 */
export function signedIn(signIn: (service: TokenService) => Promise<Token>): Grant {
  return async (service, previous) => {
    const token = previous?.refreshToken ?? null;
    if (token === null) return signIn(service);
    try {
      return await refresh(service, token, undefined);
    } catch (error) {
      if (error instanceof SallyportError && error.code === 'invalid_grant') return signIn(service);
      throw error;
    }
  };
}

/** Exchanges the code for a token. It is sent once: a code that was received is spent. */
export function redeemCode(
  service: TokenService,
  options: {
    code: string;
    redirectUri?: string | undefined;
    codeVerifier?: string | undefined;
    scope?: string | undefined;
  },
): Promise<Token> {
  const { code, redirectUri, codeVerifier, scope } = options;
  return service.token(
    { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: codeVerifier, scope },
    { isRepeatable: false },
  );
}

function refresh(service: TokenService, token: string, scope: string | undefined): Promise<Token> {
  return service.token(
    { grant_type: 'refresh_token', refresh_token: token, scope },
    { isRepeatable: true, refreshToken: token },
  );
}

function refusedGrant(): SallyportError {
  return new SallyportError({
    status: 400,
    code: 'invalid_grant',
    detail: 'The refresh token is not one of this server, or has ended; make a new one and send that.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
