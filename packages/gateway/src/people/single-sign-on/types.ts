/** What is set of an identity provider that speaks SAML 2.0. */
export interface SamlSettings {
  readonly signInUrl: string;
  /** In PEM. What any of them signed is taken, so that a new one can be added before the old one goes. */
  readonly certificates: readonly string[];
  /** The attribute with the person's e-mail address. */
  readonly emailAttribute: string;
  /** The AuthnContextClassRefs that count as a second factor. */
  readonly factorContexts: readonly string[];
}

/** What an OpenID provider states of a sign-in with a second factor: `acr` and `amr` of its ID token. */
export interface OpenIdFactors {
  /** Asked for by `acr_values` where the policy asks for a second factor; any of them in `acr` is one. */
  readonly acrValues: readonly string[];
  /** Any of them in `amr` (RFC 8176) is one. */
  readonly amrValues: readonly string[];
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
  /** An OpenID provider's issuer, or a SAML provider's entity id. */
  readonly issuer: string;
  /** What Sallyport is called there: its client id or entity id. */
  readonly clientId: string;
  /** Empty for a SAML provider. */
  readonly factors: OpenIdFactors;
  /** Null for an OpenID provider. */
  readonly saml: SamlSettings | null;
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
