import { findAgency } from '../../agencies/store.ts';
import { SYSTEM } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { cutText, isVisible, withoutInvisible } from '../../kernel/text.ts';
import type { ExternalIdentity } from '../external-sign-ins/types.ts';
import { rightsOfRoleToGive } from '../roles/role-to-give.ts';
import { type EndingPorts, endAccess } from '../sessions/end-access.ts';
import { isEmail, normaliseEmail } from '../users/email-address.ts';
import { findUser, findUserByEmail, insertUser, isProvisioned, lockUser, updateUser } from '../users/store.ts';
import { isEnabled, type User } from '../users/types.ts';
import { domainOf } from './begin-sign-in.ts';
import { linkSubject, userOfSubject } from './store.ts';
import type { IdentityProvider } from './types.ts';

export interface AcceptPorts extends EndingPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly random: Random;
}

interface Proven {
  readonly provider: IdentityProvider;
  readonly identity: ExternalIdentity;
  readonly origin: Origin;
}

/** Who comes in, or why not: a refusal is recorded with what was written for it. */
export type Acceptance = { readonly user: User } | { readonly refused: string; readonly userId: string | null };

/**
 * The role that the first rule of which the person has the value gives. Where none does, whom the agency's directory provisions
 * keeps the role that its groups gave, and everybody else has the role of whoever has no value; null where that is none.
 */
async function roleFor(tx: Transaction, { provider, identity }: Proven, user?: User): Promise<string | null> {
  const { roles, defaultRole } = provider.rules;
  const stated = roles.find(({ value }) => identity.values.includes(value))?.role;
  if (stated !== undefined) return stated;
  return user !== undefined && (await isProvisioned(tx.query, user.id)) ? user.role : defaultRole;
}

/**
 * Part of the caller's transaction: who the proven identity is here. Made at the first sign-in, or linked to the agency's person
 * with the same address; never to a person of another agency or of none, because the provider is one agency's alone. The provider's
 * groups decide the role each time: where it changed, what the person had open ends, and who has none any more is disabled. Into an
 * agency that is disabled nobody comes, and nothing of anybody is made or changed.
 */
export async function acceptIdentity(ports: AcceptPorts, tx: Transaction, proven: Proven): Promise<Acceptance> {
  const { provider, identity } = proven;
  const agency = await findAgency(tx.query, provider.agencyId);
  if (agency === undefined || agency.disabledAt !== null) return { refused: 'the agency is disabled', userId: null };
  const known = await userOfSubject(tx.query, provider.id, identity.subject);
  if (known === undefined) return firstSignIn(ports, tx, proven);
  await lockUser(tx.query, ports.database.engine, known);
  const user = await findUser(tx.query, known);
  if (user === undefined || user.agencyId !== provider.agencyId) return { refused: 'not of the agency', userId: known };
  if (!isEnabled(user)) return { refused: 'disabled', userId: known };
  const role = await roleFor(tx, proven, user);
  if (role === null) {
    await updateUser(tx.query, { ...user, disabledAt: ports.clock.now() });
    await endAccess(ports, tx, user.id, { actor: SYSTEM, origin: proven.origin, reason: 'account_disabled' });
    await record(ports, tx, proven, { action: 'user.edited', userId: user.id, detail: { changed: ['isDisabled'] } });
    return { refused: 'no role for this person any more', userId: known };
  }
  return { user: await withRole(ports, tx, proven, { user, role }) };
}

/** The person in the role, which ends what they had open in another one. */
async function withRole(
  ports: AcceptPorts,
  tx: Transaction,
  proven: Proven,
  { user, role }: { user: User; role: string },
): Promise<User> {
  if (user.role === role) return user;
  await rightsOfRoleToGive(ports, tx, { role, agencyId: user.agencyId });
  await updateUser(tx.query, { ...user, role });
  await endAccess(ports, tx, user.id, { actor: SYSTEM, origin: proven.origin, reason: 'role_changed' });
  await record(ports, tx, proven, { action: 'user.edited', userId: user.id, detail: { changed: ['role'], role } });
  return (await findUser(tx.query, user.id)) ?? user;
}

async function firstSignIn(ports: AcceptPorts, tx: Transaction, proven: Proven): Promise<Acceptance> {
  const { provider, identity } = proven;
  const at = ports.clock.now();
  if (identity.email === null) return { refused: 'no verified e-mail address', userId: null };
  // Left out here, they would make another mailbox of the provider's the mailbox of a person who is known.
  if (!isEmail(identity.email) || withoutInvisible(identity.email) !== identity.email) {
    return { refused: 'an e-mail address with characters that are not seen, or none', userId: null };
  }
  const email = normaliseEmail(identity.email);
  if (provider.domains.length > 0 && !provider.domains.includes(domainOf(email))) {
    return { refused: 'an e-mail address of another domain', userId: null };
  }
  const link = (userId: string) =>
    linkSubject(tx.query, { providerId: provider.id, subject: identity.subject, userId, at });
  const found = await findUserByEmail(tx.query, email);
  if (found !== undefined) {
    await lockUser(tx.query, ports.database.engine, found.id);
    const user = await findUser(tx.query, found.id);
    if (user === undefined || user.agencyId !== provider.agencyId) {
      return { refused: 'the e-mail address is of somebody elsewhere', userId: found.id };
    }
    if (!isEnabled(user)) return { refused: 'disabled', userId: user.id };
    const role = await roleFor(tx, proven, user);
    if (role === null) return { refused: 'no role for this person', userId: user.id };
    if (!(await link(user.id))) return { refused: 'two sign-ins at once', userId: user.id };
    await record(ports, tx, proven, { action: 'user.identity_linked', userId: user.id });
    return { user: await withRole(ports, tx, proven, { user, role }) };
  }
  const role = await roleFor(tx, proven);
  if (role === null) return { refused: 'no role for this person', userId: null };
  await rightsOfRoleToGive(ports, tx, { role, agencyId: provider.agencyId });
  const user: User = {
    id: newUuid(ports.clock, ports.random),
    agencyId: provider.agencyId,
    email,
    firstName: isVisible(identity.firstName)
      ? cutText(identity.firstName, 100)
      : email.slice(0, email.indexOf('@')).slice(0, 100),
    lastName: cutText(identity.lastName, 100),
    role,
    passwordHash: null,
    disabledAt: null,
    lastSignedInAt: null,
    createdAt: at,
    tokenGeneration: 0,
  };
  if (!(await insertUser(tx.query, user)) || !(await link(user.id))) {
    throw refuse.conflict({ description: 'Two sign-ins of the same person came at once; sign in again' });
  }
  await record(ports, tx, proven, { action: 'user.added', userId: user.id, detail: { role } });
  return { user: (await findUser(tx.query, user.id)) ?? user };
}

function record(
  { audit }: AcceptPorts,
  tx: Transaction,
  { provider, origin }: Proven,
  { action, userId, detail = {} }: { action: string; userId: string; detail?: object },
): Promise<void> | void {
  return audit.append(tx, {
    actor: SYSTEM,
    agencyId: provider.agencyId,
    action,
    outcome: 'success',
    subject: userId,
    origin,
    detail: { identity_provider: provider.id, ...detail },
  });
}
