import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { type AuthenticationPorts, authenticateSender, type Sender } from '../clients/authenticate-client.ts';
import type { Client } from '../clients/types.ts';
import { giverOf } from '../grants/grant-giver.ts';
import { findGrant } from '../grants/store.ts';
import { isInForce } from '../grants/types.ts';
import { isSignInAlone } from '../sign-ins/types.ts';
import type { BearerCheck } from '../tokens/bearer-check.ts';
import { type FoundToken, findToken } from './find-token.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
  readonly bearer: BearerCheck;
}

/** What is stated of an active token. Times are in milliseconds. */
export interface TokenState {
  readonly kind: 'access' | 'refresh';
  readonly clientId: string;
  readonly subject: string;
  readonly agencyId: string | null;
  readonly scope: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly jti: string | null;
  /** The thumbprint of the key it is bound to. */
  readonly keyThumbprint: string | null;
}

function stateOf(found: FoundToken): TokenState {
  if (found.kind === 'access') {
    const { client_id, sub, agency, scope, iat, exp, jti, cnf } = found.claims;
    const times = { issuedAt: iat * 1000, expiresAt: exp * 1000 };
    const whose = { clientId: client_id, subject: sub, agencyId: agency ?? null };
    return { kind: 'access', ...whose, scope, ...times, jti, keyThumbprint: cnf?.jkt ?? null };
  }
  const { grant, token } = found;
  return {
    kind: 'refresh',
    clientId: grant.clientId,
    subject: grant.userId,
    agencyId: grant.agencyId,
    scope: grant.scopes.join(' '),
    issuedAt: token.createdAt,
    expiresAt: grant.expiresAt,
    jti: null,
    keyThumbprint: token.keyThumbprint,
  };
}

/** True of a token of a sign-in to an application whose portal session or consent has ended: nothing answers it any more. */
async function isOfEndedSignIn(ports: Ports, found: FoundToken): Promise<boolean> {
  const grantId = found.kind === 'access' ? found.claims.grant_id : found.grant.id;
  const scopes = found.kind === 'access' ? found.claims.scope.split(' ') : found.grant.scopes;
  if (grantId === undefined || !isSignInAlone(scopes)) return false;
  const grant = await findGrant(ports.database.read, grantId);
  return grant === undefined || (await giverOf(ports, grant)) === undefined;
}

/**
 * What a token is at this moment, or null where it is not active. A token's own client learns it, and of access tokens a
 * resource server of the same agency; everyone else gets null, the same as for a token that never was (RFC 7662
 * section 2.2). Refuses a public client, which proves nothing of itself, with `unauthorized_client`.
 */
export async function introspectToken(
  ports: Ports,
  request: { client: Client; token: string },
): Promise<TokenState | null> {
  const { client } = request;
  // RFC 7662 section 2.1: whoever asks must be authenticated, or tokens could be guessed at.
  if (client.isPublic) throw refuse.unauthorizedClient({ description: 'A public client may not introspect tokens' });
  const found = await findToken(ports, request.token);
  if (found === null) return null;
  if (found.kind === 'refresh' && (found.token.spentAt !== null || !isInForce(found.grant, ports.clock.now())))
    return null;
  if (await isOfEndedSignIn(ports, found)) return null;
  const standing = stateOf(found);
  const isOwn = standing.clientId === client.id;
  const isOfSameAgency = client.agencyId !== null && client.agencyId === standing.agencyId;
  const isServed = found.kind === 'access' && client.isResourceServer && isOfSameAgency;
  return isOwn || isServed ? standing : null;
}

/**
 * As `introspectToken`, for the client that asks: it is authenticated first (RFC 7662 section 2.1), and then counted, so that a
 * stranger uses up nobody's allowance. Refuses a flood with `too_many_requests`.
 */
export async function introspectTokenForSender(
  ports: Ports & AuthenticationPorts,
  { sender, token }: { sender: Sender; token: string },
): Promise<TokenState | null> {
  const client = await authenticateSender(ports, sender);
  ports.limits.take('reads', client.id);
  return introspectToken(ports, { client, token });
}
