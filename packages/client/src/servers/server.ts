/** The addresses of one server and how it takes token requests. A preset is one; spread it to override a part. */
export interface TokenAddresses {
  readonly tokenUrl: string;
  /** Where the password grant is asked for, if elsewhere. */
  readonly passwordTokenUrl?: string;
  readonly authorizeUrl?: string;
  readonly deviceAuthorizationUrl?: string;
  readonly revokeUrl?: string;
  /** Where a personal refresh token is exchanged without a client (Active911). */
  readonly personalTokenUrl?: string;
  /** The body of token requests. */
  readonly tokenBody: 'form' | 'json';
  /** The name of the redirect URI in authorization requests; Active911's clients send `redirection_uri`. */
  readonly redirectParameter?: 'redirect_uri' | 'redirection_uri';
  /** The `aud` of a signed assertion, where it is not the token URL. */
  readonly issuer?: string;
}

/** The paths of the standards on a Sallyport server, or on any that has the same. */
export function standardAddresses(baseUrl: string): TokenAddresses {
  const base = withoutSlash(baseUrl);
  return {
    tokenUrl: `${base}/oauth/token`,
    passwordTokenUrl: `${base}/oauth/v2/token`,
    authorizeUrl: `${base}/oauth/authorize`,
    deviceAuthorizationUrl: `${base}/oauth/device_authorization`,
    revokeUrl: `${base}/oauth/revoke`,
    tokenBody: 'form',
  };
}

export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** The same address for a WebSocket. */
export function socketUrl(url: string): string {
  return withoutSlash(url).replace(/^http/, 'ws');
}
