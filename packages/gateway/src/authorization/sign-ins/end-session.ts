import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import type { SecurityPolicies } from '../../people/policies/security-policies.ts';
import { findPortalSession, type PortalSession, signOut } from '../../people/sessions/portal-session.ts';
import type { ClientDirectory } from '../clients/client-directory.ts';
import { isEnabled } from '../clients/types.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { type IdTokenSubject, readIdToken } from './read-id-token.ts';
import { findSignIn } from './store.ts';

export interface EndSessionPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly changes: ChangeFeed;
  readonly clients: ClientDirectory;
  readonly keys: KeyRing;
  readonly policies: SecurityPolicies;
  readonly publicUrl: string;
}

/** A logout request (OpenID Connect RP-Initiated Logout 1.0 section 2), empty parameters left out, and the browser that brings it. */
export interface LogoutRequest {
  readonly idTokenHint: string | undefined;
  readonly clientId: string | undefined;
  readonly postLogoutRedirectUri: string | undefined;
  readonly state: string | undefined;
  /** Of the portal session; missing where nobody is signed in. */
  readonly sessionToken: string | undefined;
  readonly origin: Origin;
}

async function hintOf(
  ports: EndSessionPorts,
  { idTokenHint, clientId }: LogoutRequest,
): Promise<IdTokenSubject | null> {
  if (idTokenHint === undefined) return null;
  const hint = await readIdToken(ports, idTokenHint);
  if (hint === null) throw refuse.invalidRequest({ description: 'id_token_hint must be an ID token of this server' });
  // Section 2: the client_id is that of the ID token.
  if (clientId !== undefined && clientId !== hint.clientId) {
    throw refuse.invalidRequest({ description: 'client_id must be the client that the id_token_hint was issued to' });
  }
  return hint;
}

/** Where the browser may go afterwards: an address registered for that client to the letter (section 3), or null. */
async function targetOf(
  { clients }: EndSessionPorts,
  { postLogoutRedirectUri: uri }: LogoutRequest,
  clientId: string | undefined,
): Promise<string | null> {
  const client = clientId === undefined ? undefined : await clients.find(clientId);
  if (clientId !== undefined && (client === undefined || !isEnabled(client))) {
    throw refuse.invalidRequest({ description: 'No application is registered with this client_id' });
  }
  if (uri === undefined) return null;
  if (client === undefined) {
    throw refuse.invalidRequest({
      description: 'client_id or id_token_hint must be sent with post_logout_redirect_uri',
    });
  }
  if (!client.postLogoutRedirectUris.includes(uri)) {
    throw refuse.invalidRequest({ description: 'This post_logout_redirect_uri is not registered for the application' });
  }
  return uri;
}

/** True where the ID token is of this session of this person; otherwise they are asked (section 2). */
async function isOfSession(
  { database }: EndSessionPorts,
  hint: IdTokenSubject | null,
  { user }: PortalSession,
  sessionHash: string,
): Promise<boolean> {
  if (hint === null || hint.userId !== user.id) return false;
  return (await findSignIn(database.read, hint.sid))?.sessionHash === sessionHash;
}

function withParameters(address: string, given: Readonly<Record<string, string | undefined>>): string {
  const named = Object.entries(given).filter((entry): entry is [string, string] => entry[1] !== undefined);
  if (named.length === 0) return address;
  return `${address}${address.includes('?') ? '&' : '?'}${new URLSearchParams(named)}`;
}

/**
 * Where the browser goes: with the ID token of its own session, signed out and back to the application (or to the portal's page that
 * states so); without one, to the page that asks whether to sign out. Where nobody is signed in there is nothing to ask. What is wrong with
 * the request is refused for the person to see (`invalid_request`), and nobody is signed out or sent elsewhere.
 */
export async function endSession(
  ports: EndSessionPorts,
  request: LogoutRequest,
): Promise<{ location: string; isSignedOut: boolean }> {
  const { publicUrl } = ports;
  const { state, sessionToken, origin } = request;
  const hint = await hintOf(ports, request);
  const clientId = request.clientId ?? hint?.clientId;
  const target = await targetOf(ports, request, clientId);
  const page = `${publicUrl}/portal/sign-out`;
  const back = target === null ? page : withParameters(target, { state });
  const session = sessionToken === undefined ? null : await findPortalSession(ports, sessionToken);
  if (sessionToken === undefined || session === null) return { location: back, isSignedOut: false };
  if (!(await isOfSession(ports, hint, session, hashSecret(sessionToken)))) {
    const asked = { client_id: clientId, post_logout_redirect_uri: target ?? undefined, state };
    return { location: withParameters(page, asked), isSignedOut: false };
  }
  const { id: userId, agencyId } = session.user;
  await signOut(ports, { token: sessionToken, userId, agencyId, origin });
  return { location: back, isSignedOut: true };
}
