import * as contract from '@sallyport/contract';
import { readAgency } from '../../../agencies/find-agencies.ts';
import type { DeeplinkSession } from '../../../authorization/deeplinks/redeem-deeplink.ts';
import { rightsOfSession } from '../../../authorization/principals/signed-in.ts';
import type { Database } from '../../../database/database.ts';
import { type Clock, toRfc3339 } from '../../../kernel/clock.ts';
import { ownPasswordExpiry } from '../../../people/passwords/own-password-expiry.ts';
import type { SecurityPolicies } from '../../../people/policies/security-policies.ts';
import { PORTAL_RIGHTS, type PortalRight, type Right, rightsOfDeeplink } from '../../../people/rights/rights.ts';
import { roleTitle } from '../../../people/roles/role-title.ts';

import type { PortalSession } from '../../../people/sessions/portal-session.ts';
import type { User } from '../../../people/users/types.ts';
import { alertIdOf } from '../../requests/alert-id.ts';

async function encodeWho(ports: { database: Database }, user: User) {
  const agency = user.agencyId === null ? null : await readAgency(ports, user.agencyId);
  return {
    user: {
      id: user.id,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      role: user.role,
      role_title: roleTitle(user),
      language: user.language ?? null,
    },
    agency: agency && { id: agency.id, name: agency.name, time_zone: agency.timeZone, language: agency.language },
  };
}

/** By these two assignments the contract's permissions and the rights of the portal are the same, or nothing compiles. */
const ADMIN_PERMISSIONS: readonly PortalRight[] = contract.ADMIN_PERMISSIONS;
const PERMISSIONS: readonly contract.Permission[] = PORTAL_RIGHTS;

/** What pages the portal offers. `may_administer` is true where any of them is a page of Admin. */
function encodeRights(rights: ReadonlySet<Right>) {
  const permissions = PERMISSIONS.filter((name) => rights.has(name));
  return { permissions, may_administer: permissions.some((name) => ADMIN_PERMISSIONS.includes(name)) };
}

const instantOrNull = (at: number | null) => (at === null ? null : toRfc3339(at));

/** A person signed in by hand. */
export async function encodePortalSession(
  ports: { database: Database; clock: Clock; policies: SecurityPolicies },
  session: PortalSession,
): Promise<contract.Session> {
  return {
    kind: 'portal',
    ...(await encodeWho(ports, session.user)),
    expires_at: toRfc3339(session.expiresAt),
    sign_in_step: session.step ?? 'complete',
    banner_text: session.banner,
    confirmed_until: instantOrNull(session.confirmedUntil),
    recheck_at: instantOrNull(session.lock.recheckAt),
    recheck_by: instantOrNull(session.lock.recheckBy),
    idle_at: instantOrNull(session.lock.idleAt),
    lock: session.lock.reason ?? 'none',
    password_expires_at: instantOrNull(await ownPasswordExpiry(ports, session.user)),
    ...encodeRights(rightsOfSession(session)),
  };
}

/** A browser that opened a deeplink: reads as its user, administers nothing. */
export async function encodeDeeplinkSession(
  ports: { database: Database },
  { deeplink, user }: DeeplinkSession,
): Promise<contract.Session> {
  const { kind, given, value } = deeplink.query;
  return {
    kind: 'deeplink',
    ...(await encodeWho(ports, user)),
    expires_at: toRfc3339(deeplink.expiresAt),
    sign_in_step: 'complete',
    lock: 'none',
    ...encodeRights(rightsOfDeeplink(user)),
    deeplink: {
      id: deeplink.id,
      query: { kind, given, value: kind === 'alert' ? alertIdOf({ id: value }) : value },
      view: deeplink.view,
    },
  };
}
