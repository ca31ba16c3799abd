import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { rightsOfPerson } from '../../people/rights/rights.ts';
import { isSessionOpen } from '../../people/sessions/find-signed-in.ts';
import { findUser } from '../../people/users/store.ts';
import { isEnabled, type User } from '../../people/users/types.ts';
import { findSignIn } from '../sign-ins/store.ts';
import type { ApplicationSignIn } from '../sign-ins/types.ts';
import { isSignInAlone } from '../sign-ins/types.ts';
import { findGrant, grantsInForce } from './store.ts';
import { type Grant, isInForce } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly clock: Clock;
}

/**
 * The user a grant speaks for; nothing where it is not good any more: a grant is no stronger than the person who gave it, and a sign-in
 * lasts as long as its session and the agency's consent.
 */
export async function giverOf(ports: Ports, grant: Grant): Promise<User | undefined> {
  const user = await findUser(ports.database.read, grant.userId);
  if (user === undefined || !isEnabled(user) || user.agencyId !== grant.agencyId) return undefined;
  const signIn = isSignInAlone(grant.scopes) ? await findSignIn(ports.database.read, grant.id) : undefined;
  if (signIn !== undefined && signIn.allowedBy !== null) {
    return (await isStillAllowed(ports, signIn, signIn.allowedBy)) ? user : undefined;
  }
  return rightsOfPerson(user).has('access:manage') ? user : undefined;
}

async function isStillAllowed(ports: Ports, { sessionHash }: ApplicationSignIn, consentId: string): Promise<boolean> {
  if (!(await isSessionOpen(ports, sessionHash))) return false;
  const consent = await findGrant(ports.database.read, consentId);
  if (consent === undefined || !isInForce(consent, ports.clock.now())) return false;
  return (await giverOf(ports, consent)) !== undefined;
}

/** The agency's newest consent that the client may use all of these scopes, or nothing. */
export async function agencyConsent(
  ports: Ports,
  { agencyId, clientId, scopes }: { agencyId: string; clientId: string; scopes: readonly string[] },
): Promise<Grant | undefined> {
  for (const grant of await grantsInForce(ports.database.read, agencyId, ports.clock.now())) {
    const isEnough = grant.clientId === clientId && scopes.every((scope) => grant.scopes.includes(scope));
    if (isEnough && (await giverOf(ports, grant)) !== undefined) return grant;
  }
  return undefined;
}
