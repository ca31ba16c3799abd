/** The claims of an access token (RFC 9068 section 2.2). `agency` is absent for a client that serves several. */
export interface AccessTokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly aud: string;
  readonly client_id: string;
  readonly agency?: string;
  readonly scope: string;
  /** Of a person's token: the generation it belongs to; absent in tokens of before generations, which are of 0. */
  readonly user_generation?: number;
  /** The generation of its client's tokens; absent where the client was never disabled, which is generation 0. */
  readonly client_generation?: number;
  /** The grant this token is of; absent where no agency had to consent. */
  readonly grant_id?: string;
  /** The thumbprint of the key this token is bound to (RFC 9449 section 6.1). */
  readonly cnf?: { readonly jkt: string };
  readonly iat: number;
  readonly exp: number;
  readonly jti: string;
}

/** RFC 9449 section 5: the key the sender of a token request proved to hold, by its thumbprint; absent without a proof. */
export interface ProvenKey {
  readonly keyThumbprint?: string | undefined;
}

/** What every grant answers with; each token path encodes it its own way. */
export interface IssuedToken {
  readonly accessToken: string;
  readonly scope: string;
  readonly issuedAt: number;
  readonly expiresInSeconds: number;
  /** Where the answer gives one; a client that keeps its refresh token gets none at a refresh. */
  readonly refreshToken?: string;
  /** Who signed in; where the grant is of a sign-in, and its code was exchanged. */
  readonly idToken?: string;
  /** The key the access token is bound to; absent where it is a bearer token. */
  readonly keyThumbprint?: string;
}
