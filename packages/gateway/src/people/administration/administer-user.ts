import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { issuePasswordLink, type PasswordLink } from '../password-links/issue-password-link.ts';
import { mailPasswordLink } from '../password-links/mail-password-link.ts';
import { rightsOfPerson } from '../rights/rights.ts';
import { checkMayAll } from '../roles/may-give.ts';
import { rightsOfRoleToGive } from '../roles/role-to-give.ts';
import { type EndWithPerson, endAccess } from '../sessions/end-access.ts';
import { clearAllFailures } from '../sign-in/store.ts';
import { emailToKeep } from '../users/email-address.ts';
import { findState, findUser, findUserByEmail, lockUser, markEnabled, updateUser } from '../users/store.ts';
import type { User, UserState } from '../users/types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordLinkHours: number };
  readonly publicUrl: string;
  readonly changes: ChangeFeed;
  readonly endWithPerson: readonly EndWithPerson[];
  readonly mail: MailQueue;
}

/** What changing a person takes. */
export type EditPorts = Pick<Ports, 'database' | 'audit' | 'clock' | 'changes' | 'endWithPerson'>;

export interface UserRequest {
  /** Null: one of those who run the installation. */
  readonly agencyId: string | null;
  readonly userId: string;
  readonly actor: Actor;
  readonly origin: Origin;
}

export interface UserEdit {
  readonly email?: string | undefined;
  readonly firstName?: string | undefined;
  readonly lastName?: string | undefined;
  readonly role?: string | undefined;
  readonly isDisabled?: boolean | undefined;
}

const UNKNOWN = 'No user with this id';
const emailTaken = () => refuse.conflict({ description: 'This e-mail cannot be used; choose another' });

/**
 * The user of that id in that agency, locked until the transaction ends, or `not_found`: another agency's user and none are
 * the same answer. Refuses with `forbidden` a person who may do more than who administers them.
 */
export async function ownUser(
  { database }: { database: Database },
  tx: Transaction,
  { agencyId, userId, actor }: UserRequest,
): Promise<User> {
  await lockUser(tx.query, database.engine, userId);
  const user = await findUser(tx.query, userId);
  if (user === undefined || user.agencyId !== agencyId) throw refuse.notFound({ description: UNKNOWN });
  await checkMayAll(tx, actor, rightsOfPerson(user));
  return user;
}

/** Refuses with `forbidden` a person who was disabled since the request was let in. */
export async function checkStillEnabled(tx: Transaction, actor: Actor): Promise<void> {
  if (actor.kind !== 'user') return;
  const acting = await findUser(tx.query, actor.id);
  if (acting !== undefined && acting.disabledAt !== null) throw refuse.forbidden({ description: 'You are disabled' });
}

/** The person as administrators see one, or `not_found`. */
export async function stateOf(
  { database, clock }: { database: Database; clock: Clock },
  userId: string,
): Promise<UserState> {
  const found = await findState(database.read, userId, clock.now());
  if (found === undefined) throw refuse.notFound({ description: UNKNOWN });
  return found;
}

/** Part of the caller's transaction: the record of what an administrator did to a person. */
export function recordAbout(
  ports: { audit: Audit },
  tx: Transaction,
  request: UserRequest,
  action: string,
  detail: object = {},
) {
  return ports.audit.append(tx, {
    actor: request.actor,
    agencyId: request.agencyId,
    action,
    outcome: 'success',
    subject: request.userId,
    origin: request.origin,
    detail: { ...detail },
  });
}

/**
 * Changes what is named, atomically with its audit record; disabling or a new role ends that person's sessions. Refuses an
 * e-mail in use and an administrator's disabling or demoting of themselves with `conflict`, and who was disabled since they were let in
 * with `forbidden`.
 */
export async function editUser(ports: EditPorts, request: UserRequest & { edit: UserEdit }): Promise<UserState> {
  await ports.database.write((tx) => editUserIn(ports, tx, request));
  return stateOf(ports, request.userId);
}

/** Part of the caller's transaction: as `editUser`. */
export async function editUserIn(
  ports: EditPorts,
  tx: Transaction,
  request: UserRequest & { edit: UserEdit },
): Promise<void> {
  const { clock } = ports;
  const { edit } = request;
  const user = await ownUser(ports, tx, request);
  await checkStillEnabled(tx, request.actor);
  const isSelf = request.actor.kind === 'user' && request.actor.id === user.id;
  if (isSelf && (edit.isDisabled === true || (edit.role !== undefined && edit.role !== user.role))) {
    throw refuse.conflict({ description: 'Ask another administrator to disable you or to change your role' });
  }
  if (edit.role !== undefined && edit.role !== user.role) {
    const given = await rightsOfRoleToGive(ports, tx, { role: edit.role, agencyId: user.agencyId });
    await checkMayAll(tx, request.actor, given);
  }
  const email = edit.email === undefined ? user.email : emailToKeep(edit.email);
  if (email !== user.email && (await findUserByEmail(tx.query, email)) !== undefined) throw emailTaken();
  const isDisabled = edit.isDisabled ?? user.disabledAt !== null;
  const changed = {
    id: user.id,
    email,
    firstName: edit.firstName?.trim() ?? user.firstName,
    lastName: edit.lastName?.trim() ?? user.lastName,
    role: edit.role ?? user.role,
    disabledAt: isDisabled ? (user.disabledAt ?? clock.now()) : null,
  };
  if (!(await updateUser(tx.query, changed))) throw emailTaken();
  if (isDisabled || changed.role !== user.role) {
    await endAccess(ports, tx, user.id, { ...request, reason: isDisabled ? 'account_disabled' : 'role_changed' });
  } else if (user.disabledAt !== null) {
    await markEnabled(tx.query, user.id, clock.now());
    await ports.changes.publish(tx, 'user_tokens', user.id);
  }
  const names = Object.entries(edit).filter(([, value]) => value !== undefined);
  await recordAbout(ports, tx, request, 'user.edited', {
    ...{ changed: names.map(([name]) => name), role: changed.role },
    ...(edit.isDisabled !== undefined && { is_disabled: edit.isDisabled }),
  });
}

/** Takes every lock off, atomically with its audit record, and gives the person a full allowance again. */
export async function releaseUserLock(
  ports: Pick<Ports, 'database' | 'audit' | 'clock' | 'changes'>,
  request: UserRequest,
): Promise<UserState> {
  await ports.database.write(async (tx) => {
    const user = await ownUser(ports, tx, request);
    await clearAllFailures(tx.query, user.id);
    await ports.changes.publish(tx, 'user_released', user.email);
    await recordAbout(ports, tx, request, 'user.lock_released');
  });
  return stateOf(ports, request.userId);
}

/** Ends every session, deeplink and token of the person, on every process within a second. */
export async function endUserSessions(
  ports: Pick<Ports, 'database' | 'audit' | 'clock' | 'changes' | 'endWithPerson'>,
  request: UserRequest,
): Promise<{ user: UserState; ended: number }> {
  const ended = await ports.database.write(async (tx) => {
    const user = await ownUser(ports, tx, request);
    const count = await endAccess(ports, tx, user.id, { ...request, reason: 'ended_by_administrator' });
    await recordAbout(ports, tx, request, 'user.sessions_ended', { ended: count });
    return count;
  });
  return { user: await stateOf(ports, request.userId), ended };
}

/** A new one-time link, mailed in the same transaction where a mail server is configured; the ones given before are void. Refuses a disabled user with `conflict`. */
export async function renewPasswordLink(
  ports: Omit<Ports, 'changes' | 'endWithPerson'>,
  request: UserRequest,
): Promise<{ user: UserState; link: PasswordLink; isMailed: boolean }> {
  const issued = await ports.database.write(async (tx) => {
    const user = await ownUser(ports, tx, request);
    if (user.disabledAt !== null) throw refuse.conflict({ description: 'Enable the user first' });
    await recordAbout(ports, tx, request, 'user.password_link_issued');
    const link = await issuePasswordLink(ports, tx, user.id);
    return { link, isMailed: await mailPasswordLink(ports, tx, user, link) };
  });
  return { user: await stateOf(ports, request.userId), ...issued };
}
