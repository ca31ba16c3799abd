/** What an application may know of a person who signs in to it, and nothing of the agency's data. */
const IDENTITY_SCOPES: readonly string[] = ['openid', 'profile', 'email'];

/**
 * That a person is signed in to an application through a portal session: beside the grant that its tokens are of. The grant's id is
 * the `sid` of ID tokens.
 */
export interface ApplicationSignIn {
  readonly grantId: string;
  /** The agency's consent by which the person may sign in; null where the grant is that consent. */
  readonly allowedBy: string | null;
  readonly sessionHash: string;
  /** When the person last proved who they are, in milliseconds. */
  readonly authenticatedAt: number;
  readonly hasFactor: boolean;
  /** Of the authorization request, for its ID token. */
  readonly nonce: string | null;
}

/** True where nothing is asked but who the person is: no data of the agency. */
export function isSignInAlone(scopes: readonly string[]): boolean {
  return scopes.includes('openid') && scopes.every((scope) => IDENTITY_SCOPES.includes(scope));
}
