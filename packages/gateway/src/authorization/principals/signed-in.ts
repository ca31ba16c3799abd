import type { Developer } from '../../people/developers/types.ts';
import { rightsOfDeeplink, rightsOfDeveloper, rightsOfPerson } from '../../people/rights/rights.ts';
import type { PortalSession } from '../../people/sessions/portal-session.ts';
import type { User } from '../../people/users/types.ts';
import type { Principal } from './principal.ts';

/** A person signed in by hand reads what the agency may read, and may do what the table of rights lists for their role. */
export function principalOfSession({ user, expiresAt }: PortalSession): Principal {
  return {
    via: 'session',
    agencyId: user.agencyId,
    client: null,
    user: { id: user.id, tokenGeneration: user.tokenGeneration },
    rights: rightsOfPerson(user),
    sessionExpiresAt: expiresAt,
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
