import type { User } from '@sallyport/contract';
import { toRfc3339 } from '../../../kernel/clock.ts';
import { roleTitle } from '../../../people/roles/role-title.ts';
import type { UserState } from '../../../people/users/types.ts';

/** A person as administrators see them. */
export function encodeUser(user: UserState): User {
  const isInvited = user.passwordHash === null && user.lastSignedInAt === null;
  return {
    id: user.id,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    role: user.role,
    role_title: roleTitle(user),
    status: user.disabledAt !== null ? 'disabled' : isInvited ? 'invited' : 'active',
    is_locked: user.isLocked,
    open_sessions: user.openSessions,
    last_signed_in_at: user.lastSignedInAt === null ? null : toRfc3339(user.lastSignedInAt),
    created_at: toRfc3339(user.createdAt),
  };
}
