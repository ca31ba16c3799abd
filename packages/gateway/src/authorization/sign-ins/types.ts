/** What a person does with their own account in an application that their agency allowed: be known there, and open the portal from it. */
const OWN_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'deeplinks'];

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

/** True where nothing is asked but who the person is and to open the portal as them: no data of the agency by the token. */
export function isSignInAlone(scopes: readonly string[]): boolean {
  return scopes.includes('openid') && scopes.every((scope) => OWN_SCOPES.includes(scope));
}
