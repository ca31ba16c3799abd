/** Where a client that people sign in to is reached besides its redirect URIs, by the names of its registration. */
export interface SignInUse {
  /** Where a browser may go once its person signed out (OpenID Connect RP-Initiated Logout 1.0 section 3.1). */
  readonly postLogoutRedirectUris: readonly string[];
  /** Where a logout token is sent when a session ends (OpenID Connect Back-Channel Logout 1.0 section 2.2); null for nowhere. */
  readonly backchannelLogoutUri: string | null;
  /** True where the client ends a sign-in by its `sid` alone. Every logout token has one. */
  readonly backchannelLogoutSessionRequired: boolean;
  /** Where a browser starts a sign-in (OpenID Connect Core 1.0 section 4), so that the portal opens the application; null for nowhere. */
  readonly initiateLoginUri: string | null;
}

export const NO_SIGN_IN_USE: SignInUse = {
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  backchannelLogoutSessionRequired: false,
  initiateLoginUri: null,
};

/** That of it alone. */
export function signInUseOf(from: SignInUse): SignInUse {
  const { postLogoutRedirectUris, backchannelLogoutUri, backchannelLogoutSessionRequired, initiateLoginUri } = from;
  return { postLogoutRedirectUris, backchannelLogoutUri, backchannelLogoutSessionRequired, initiateLoginUri };
}

/** As it is stored: null where nothing was registered, as of what a server of an earlier version wrote. */
export function writeSignInUse(use: SignInUse): string | null {
  const { postLogoutRedirectUris, backchannelLogoutUri, initiateLoginUri } = use;
  const isEmpty = postLogoutRedirectUris.length === 0 && backchannelLogoutUri === null && initiateLoginUri === null;
  return isEmpty ? null : JSON.stringify(signInUseOf(use));
}

export function readSignInUse(stored: string | null): SignInUse {
  return { ...NO_SIGN_IN_USE, ...(stored !== null && (JSON.parse(stored) as Partial<SignInUse>)) };
}
