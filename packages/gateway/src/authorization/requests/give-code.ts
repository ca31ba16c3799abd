import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { hashSecret, type Secret } from '../../kernel/secrets.ts';
import type { SignedIn } from '../../people/sessions/find-signed-in.ts';
import { insertCode, insertGrant } from '../grants/store.ts';
import type { Grant } from '../grants/types.ts';
import { insertSignIn } from '../sign-ins/store.ts';
import type { AuthorizationRequest } from './store.ts';

/** RFC 6749 section 4.1.2 asks for at most ten minutes; a minute is enough for a program. */
const CODE_TTL_MS = 60_000;

/**
 * Part of the caller's transaction: the grant that answers a request, and its code. Where the request asks for an ID token and a person
 * is signed in, the sign-in beside it; `allowedBy` is the consent by which, and null where the grant is that consent.
 */
export async function giveCode(
  { clock }: { clock: Clock },
  tx: Transaction,
  given: {
    request: AuthorizationRequest;
    grant: Grant;
    code: Secret;
    session: SignedIn | null;
    allowedBy: string | null;
  },
): Promise<void> {
  const { request, grant, code, session, allowedBy } = given;
  await insertGrant(tx.query, grant);
  await insertCode(tx.query, {
    codeHash: hashSecret(code.reveal()),
    grantId: grant.id,
    redirectUri: request.redirectUri,
    isRedirectNamed: request.isRedirectNamed,
    codeChallenge: request.codeChallenge,
    keyThumbprint: request.keyThumbprint,
    expiresAt: clock.now() + CODE_TTL_MS,
  });
  if (session === null || request.openid === null || !grant.scopes.includes('openid')) return;
  const { sessionHash, authenticatedAt, hasFactor } = session;
  const { nonce } = request.openid;
  await insertSignIn(tx.query, { grantId: grant.id, allowedBy, sessionHash, authenticatedAt, hasFactor, nonce });
}
