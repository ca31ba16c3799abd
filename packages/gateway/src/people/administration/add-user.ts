import { findAgency } from '../../agencies/store.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { Database, Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { isVisible } from '../../kernel/text.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { issuePasswordLink, type PasswordLink } from '../password-links/issue-password-link.ts';
import { mailPasswordLink } from '../password-links/mail-password-link.ts';
import { checkMayAll } from '../roles/may-give.ts';
import { rightsOfRoleToGive } from '../roles/role-to-give.ts';
import { emailToKeep } from '../users/email-address.ts';
import { findUserByEmail, insertUser } from '../users/store.ts';
import type { User } from '../users/types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly passwordLinkHours: number };
  readonly publicUrl: string;
  readonly mail: MailQueue;
}

export interface NewUser {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: string;
  /** Null for an operator, and only then. */
  readonly agencyId: string | null;
}

/**
 * Adds a person without a password and a one-time link to set one, atomically with the audit record and, where `mailsLink` is
 * true and a mail server is configured, with the mail that brings the link. Refuses an e-mail
 * that is in use with `conflict`, in the same words whichever agency uses it, and a role that may do more than who adds the person
 * with `forbidden`.
 */
export async function addUser(
  ports: Ports,
  request: { user: NewUser; actor: Actor; origin?: Origin; mailsLink?: boolean },
): Promise<{ user: User; link: PasswordLink; isMailed: boolean }> {
  const { database } = ports;
  const { agencyId } = request.user;
  const agency = agencyId === null ? undefined : await findAgency(database.read, agencyId);
  if (agencyId !== null && agency === undefined) {
    throw refuse.notFound({ description: `No agency has the id ${agencyId}` });
  }
  // Whoever is new has chosen no language yet.
  const written = agency?.language == null ? {} : { agencyLanguage: agency.language };
  return database.write(async (tx) => {
    const user = await addUserIn(ports, tx, request);
    const link = await issuePasswordLink(ports, tx, user.id);
    const isMailed = request.mailsLink === true && (await mailPasswordLink(ports, tx, { ...user, ...written }, link));
    return { user, link, isMailed };
  });
}

/** Part of the caller's transaction: as `addUser`, without a link. */
export async function addUserIn(
  ports: Pick<Ports, 'database' | 'audit' | 'clock' | 'random'>,
  tx: Transaction,
  request: { user: NewUser; actor: Actor; origin?: Origin },
): Promise<User> {
  const { audit, clock, random } = ports;
  const { agencyId } = request.user;
  if (!isVisible(request.user.firstName)) {
    throw refuse.invalidRequest({ description: 'The first name must have at least one visible character' });
  }
  const user: User = {
    id: newUuid(clock, random),
    agencyId,
    email: emailToKeep(request.user.email),
    firstName: request.user.firstName.trim(),
    lastName: request.user.lastName.trim(),
    role: request.user.role,
    passwordHash: null,
    disabledAt: null,
    lastSignedInAt: null,
    createdAt: clock.now(),
    tokenGeneration: 0,
  };
  await checkMayAll(tx, request.actor, await rightsOfRoleToGive(ports, tx, user));
  if (!(await insertUser(tx.query, user))) {
    const isOwn = (await findUserByEmail(tx.query, user.email))?.agencyId === agencyId;
    throw refuse.conflict({
      description: 'This e-mail cannot be used for a new user; edit the user who has it, or choose another',
      logDetail: isOwn ? 'the agency has a user with this e-mail' : 'a user elsewhere has this e-mail',
    });
  }
  await audit.append(tx, {
    actor: request.actor,
    agencyId,
    action: 'user.added',
    outcome: 'success',
    subject: user.id,
    ...(request.origin && { origin: request.origin }),
    detail: { role: user.role },
  });
  return user;
}
