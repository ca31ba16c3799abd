/** Whom a provider proved, as it stated them. */
export interface ExternalIdentity {
  readonly subject: string;
  /** Null where the provider states none, or one that it has not verified. */
  readonly email: string | null;
  readonly firstName: string;
  readonly lastName: string;
  /** The values of the role claim. */
  readonly values: readonly string[];
  /** The session at the provider, which its logout names; null where it has no name. */
  readonly sessionId: string | null;
  /** True where the provider states that it asked for a second factor in a way that its agency counts as one. */
  readonly provesFactor: boolean;
}

/** A sign-in that was begun in one browser, and what only that browser's answer may have. Of SAML, `nonce` is the request's id. */
export interface SignInUnderWay {
  readonly providerId: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
  /** Whom a SAML provider proved, once it answered. */
  readonly answer: ExternalIdentity | null;
}
