import { findAgency } from '../../agencies/store.ts';
import type { AccessParts } from '../../authorization/parts.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { checkNewPassword } from '../passwords/check-new-password.ts';
import { endAccess } from '../sessions/end-access.ts';
import { clearAllFailures } from '../sign-in/store.ts';
import { findUser, updatePassword } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { findLinkOwner, spendLink } from './store.ts';

const SPENT = 'This link is not valid: it was used, replaced by a newer one, or is too old. Ask for a new one';

async function linkOwner({ database, clock }: AccessParts, linkToken: string): Promise<User> {
  const userId = await findLinkOwner(database.read, hashSecret(linkToken), clock.now());
  const user = userId === undefined ? undefined : await findUser(database.read, userId);
  if (user === undefined || user.disabledAt !== null) throw refuse.notFound({ description: SPENT });
  return user;
}

/** Whose link this is, without spending it. Refuses an unknown, spent or expired link with `not_found`. */
export async function describePasswordLink(
  parts: AccessParts,
  linkToken: string,
): Promise<{ user: User; agencyName: string | null }> {
  const user = await linkOwner(parts, linkToken);
  const agency = user.agencyId === null ? undefined : await findAgency(parts.database.read, user.agencyId);
  return { user, agencyName: agency?.name ?? null };
}

/**
 * Spends the link and sets the password, in one transaction with its audit record; ends every session and lock of that
 * person. Of two uses at once one wins. Refuses a banned password with `invalid_request` and leaves the link unspent.
 */
export async function setPassword(
  parts: AccessParts,
  request: { linkToken: string; password: string; origin: Origin },
): Promise<void> {
  const { database, audit, clock, settings, passwords } = parts;
  const user = await linkOwner(parts, request.linkToken);
  checkNewPassword(request.password, user, settings.passwordMinimumLength);
  const passwordHash = await passwords.hash(request.password, { isKnown: true, key: user.id });
  await database.write(async (tx) => {
    const now = clock.now();
    if (!(await spendLink(tx.query, hashSecret(request.linkToken), now))) throw refuse.notFound({ description: SPENT });
    await updatePassword(tx.query, user.id, passwordHash, now);
    await clearAllFailures(tx.query, user.id);
    await endAccess(parts, tx, user.id, { actor: { kind: 'user', id: user.id }, origin: request.origin });
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id },
      agencyId: user.agencyId,
      action: 'user.password_set',
      outcome: 'success',
      subject: user.id,
      origin: request.origin,
    });
  });
}
