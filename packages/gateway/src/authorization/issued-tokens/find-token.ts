import type { Database } from '../../database/database.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { findRefreshToken, type RefreshToken } from '../grants/refresh-tokens/store.ts';
import { findGrant } from '../grants/store.ts';
import type { Grant } from '../grants/types.ts';
import type { BearerCheck } from '../tokens/bearer-check.ts';
import type { AccessTokenClaims } from '../tokens/types.ts';

/** A token of ours, of either kind. */
export type FoundToken =
  | { readonly kind: 'access'; readonly clientId: string; readonly claims: AccessTokenClaims }
  | { readonly kind: 'refresh'; readonly clientId: string; readonly token: RefreshToken; readonly grant: Grant };

/**
 * What this text is: an access token that is good at this moment, a refresh token whatever became of it, or null. The kind
 * shows in the text itself, so a hint is not needed (RFC 7009 section 2.1, RFC 7662 section 2.1).
 */
export async function findToken(
  { bearer, database }: { database: Database; bearer: BearerCheck },
  text: string,
): Promise<FoundToken | null> {
  if (text.includes('.')) {
    const claims = await bearer.read(text);
    return claims && { kind: 'access', clientId: claims.client_id, claims };
  }
  const token = await findRefreshToken(database.read, hashSecret(text));
  const grant = token && (await findGrant(database.read, token.grantId));
  return grant === undefined || token === undefined
    ? null
    : { kind: 'refresh', clientId: grant.clientId, token, grant };
}
