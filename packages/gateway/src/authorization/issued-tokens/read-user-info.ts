import { type Agency, findAgency } from '../../agencies/store.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Right } from '../../people/rights/rights.ts';
import { findUser } from '../../people/users/store.ts';
import type { User } from '../../people/users/types.ts';
import { giverOf } from '../grants/grant-giver.ts';
import { findGrant } from '../grants/store.ts';
import type { Principal } from '../principals/principal.ts';

/** Whom a token speaks for, and what it may state of them. */
export interface UserInfo {
  readonly user: User;
  readonly agency: Agency | undefined;
  readonly rights: ReadonlySet<Right>;
}

/**
 * Whom the token speaks for (OpenID Connect Core 1.0 section 5.3). Refuses with `invalid_token` a token of no person, and one whose
 * sign-in is over.
 */
export async function readUserInfo(
  ports: { database: Database; clock: Clock },
  { user: asked, grantId, rights }: Principal,
): Promise<UserInfo> {
  const { read } = ports.database;
  const user = asked === null ? undefined : await findUser(read, asked.id);
  if (user === undefined) throw refuse.invalidToken({ description: 'This access token is of no person' });
  const grant = grantId === undefined ? undefined : await findGrant(read, grantId);
  if (grant !== undefined && (await giverOf(ports, grant)) === undefined) {
    throw refuse.invalidToken({ description: 'The sign-in is over; ask the person to sign in again' });
  }
  const agency = user.agencyId === null ? undefined : await findAgency(read, user.agencyId);
  return { user, agency, rights };
}
