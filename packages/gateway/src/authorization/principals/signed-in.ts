import type { Developer } from '../../people/developers/types.ts';

import { type Right, rightsOfDeeplink, rightsOfDeveloper, rightsOfPerson } from '../../people/rights/rights.ts';

import type { PortalSession } from '../../people/sessions/portal-session.ts';
import type { SignInStep } from '../../people/sign-in/sign-in-step.ts';
import type { User } from '../../people/users/types.ts';
import type { Principal } from './principal.ts';

/** What may be done before a sign-in is complete. */
const RIGHTS_OF_STEP: Readonly<Record<SignInStep, ReadonlySet<Right>>> = {
  acknowledge_banner: new Set(['session:own']),
  prove_factor: new Set(['session:own']),
  change_password: new Set(['session:own']),
  enrol_factor: new Set(['session:own', 'factors:own']),
};

/** What the person may do in a session of theirs, by what is left of the sign-in. */
export function rightsOfSession({ user, step }: Pick<PortalSession, 'user' | 'step'>): ReadonlySet<Right> {
  return step === null ? rightsOfPerson(user) : RIGHTS_OF_STEP[step];
}

/**
 * A person signed in by hand reads what the agency may read, and may do what the table of rights lists for their role, once the
 * sign-in is complete.
 */
export function principalOfSession(session: PortalSession): Principal {
  const { user, expiresAt, step, confirmedUntil, lock } = session;
  return {
    via: 'session',
    agencyId: user.agencyId,
    client: null,
    user: { id: user.id, tokenGeneration: user.tokenGeneration },
    rights: rightsOfSession(session),
    sessionExpiresAt: expiresAt,
    ...(step !== null && { signInStep: step }),
    // What is left of the sign-in comes first, and opens nothing else.
    ...(confirmedUntil !== null && step === null && { confirmedUntil }),
    ...(lock.reason !== null && step === null && { lock: lock.reason }),
  };
}

/** A deeplink's user may read what the user may read, and may not administer. */
export function principalOfDeeplink({
  deeplink,
  user,
}: {
  deeplink: { agencyId: string; expiresAt: number };
  user: User;
}): Principal {
  return {
    via: 'deeplink',
    agencyId: deeplink.agencyId,
    client: null,
    user: { id: user.id, tokenGeneration: user.tokenGeneration },
    rights: rightsOfDeeplink(user),
    sessionExpiresAt: deeplink.expiresAt,
  };
}

/** A developer may read and change what is their own; no agency. */
export function principalOfDeveloper({ id }: Developer): Principal {
  return {
    via: 'developer',
    agencyId: null,
    client: null,
    user: null,
    developer: { id },
    rights: rightsOfDeveloper,
  };
}
