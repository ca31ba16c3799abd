/**
 * An agency's recorded consent that an application may use some scopes, given by one of its administrators. One consent
 * is one grant, and the refresh tokens of a grant are one family: they end together, and with them every access token.
 */
export interface Grant {
  readonly id: string;
  readonly agencyId: string;
  readonly clientId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When its code, or its device's, was redeemed; null until then, and for ever if it never was. */
  readonly activatedAt: number | null;
  readonly lastUsedAt: number | null;
  readonly revokedAt: number | null;
}

/** True where the grant was neither revoked nor has run out. */
export function isInForce(grant: Grant, now: number): boolean {
  return grant.revokedAt === null && grant.expiresAt > now;
}

/** A code as it is stored: by its hash, with what the token request must prove. */
export interface AuthorizationCode {
  readonly codeHash: string;
  readonly grantId: string;
  readonly redirectUri: string;
  /** Whether the authorization request named the redirect URI; then the token request must name the same. */
  readonly isRedirectNamed: boolean;
  /** Null where the client may do without PKCE, and did. */
  readonly codeChallenge: string | null;
  /** The key the code is bound to (RFC 9449 section 10), by its thumbprint. */
  readonly keyThumbprint: string | null;
  readonly expiresAt: number;
}
