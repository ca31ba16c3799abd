/** An OpenID provider at which Sallyport is registered as a client. */
export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
}

/** Which of the provider's values give which role of the agency. */
export interface RoleRules {
  /** The claim or attribute that holds the person's groups or roles; a dot leads into an object. */
  readonly roleClaim: string;
  /** The first whose value the person has decides. */
  readonly roles: readonly { readonly value: string; readonly role: string }[];
  /** For whoever has none of the values; null refuses them. */
  readonly defaultRole: string | null;
}

/** An agency's own identity provider. */
export interface IdentityProvider {
  readonly id: string;
  readonly agencyId: string;
  readonly title: string;
  readonly oidc: OidcSettings;
  readonly rules: RoleRules;
  /** Whose people are led here by their e-mail address. */
  readonly domains: readonly string[];
  readonly sealedSecret: string | null;
  /** True: no password opens anything for who has signed in by it. */
  readonly endsPasswords: boolean;
  readonly disabledAt: number | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

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
}

/** A sign-in that was begun in one browser, and what only that browser's answer may have. */
export interface SignInUnderWay {
  readonly providerId: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}
