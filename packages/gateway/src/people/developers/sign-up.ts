import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, Secret } from '../../kernel/secrets.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { checkNewPassword } from '../passwords/check-new-password.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { SignInLimits } from '../sign-in/sign-in-limits.ts';
import { emailToKeep } from '../users/email-address.ts';
import { mailSignUp } from './mail-sign-up.ts';
import {
  countSignUps,
  findDeveloperByEmail,
  findSignUp,
  insertDeveloper,
  insertSignUp,
  spendSignUp,
  takeSignUpTurn,
} from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly developersMaySignUp: boolean; readonly passwordMinimumLength: number };
  readonly publicUrl: string;
  readonly limits: SignInLimits;
  readonly passwords: PasswordHasher;
  readonly mail: MailQueue;
}

const DAY_MS = 86_400_000;
const WAITING_OF_AN_ADDRESS = 5;
const NO_LINK = 'This link is not valid: it was used or is older than 24 hours. Sign up again';

/** A link that makes the account. The token stands in the fragment, which browsers never send to a server. */
export interface ConfirmationLink {
  readonly email: string;
  readonly url: Secret;
  readonly expiresAt: number;
  /** False where no mail server is configured. */
  readonly isMailed: boolean;
}

/**
 * Keeps a sign-up for 24 hours, atomically with its audit record and the mail that brings its link. Whether the e-mail has an account changes neither the
 * answer nor its cost. Refuses where developers may not sign up (`forbidden`), a password that may not be chosen with `invalid_request`, and floods with `too_many_requests`.
 */
export async function signUp(
  ports: Ports,
  request: { email: string; name: string; password: string; origin: Origin },
): Promise<ConfirmationLink> {
  const { database, audit, clock, random, settings, passwords, limits, publicUrl } = ports;
  checkIsOpen(settings.developersMaySignUp);
  const email = emailToKeep(request.email);
  const name = request.name.trim();
  const source = addressKey(request.origin.source);
  limits.take('signUps', source);
  limits.take('signIns', `sign-up ${email}`);
  await checkNewPassword(request.password, { email, firstName: name, lastName: '' }, settings.passwordMinimumLength);
  const passwordHash = await passwords.hash(request.password, { isKnown: false, key: source });
  const token = newSecret(random);
  const now = clock.now();
  const expiresAt = now + DAY_MS;
  const known = await findDeveloperByEmail(database.read, email);
  const url = new Secret(`${publicUrl}/developers/confirm#${token.reveal()}`);
  await database.write(async (tx) => {
    await takeSignUpTurn(tx.query, database.engine, email);
    // Nobody's mailbox is filled by strangers who give its address.
    if ((await countSignUps(tx.query, email, now)) >= WAITING_OF_AN_ADDRESS) {
      throw refuse.tooManyRequests({
        description: 'This address has links that were not used yet; open the newest, or try again tomorrow',
        logDetail: 'sign-ups of one e-mail',
        retryAfterSeconds: DAY_MS / 1000,
      });
    }
    const tokenHash = hashSecret(token.reveal());
    await insertSignUp(tx.query, { tokenHash, email, name, passwordHash, expiresAt }, now);
    await audit.append(tx, {
      actor: ANONYMOUS,
      agencyId: null,
      action: 'developer.signed_up',
      outcome: 'success',
      origin: request.origin,
    });
    await mailSignUp(ports, tx, { email, url, expiresAt, isKnown: known !== undefined });
  });
  return { email, url, expiresAt, isMailed: ports.mail.isOn };
}

/**
 * Spends the link and makes the account, in one transaction with its audit record. The password is asked again, so that
 * nobody confirms an account whose password a stranger chose. An e-mail that has an account keeps it as it is, and the answer
 * is the same. Refuses an unknown, spent or expired link with `not_found` and a wrong password with `invalid_credentials`.
 */
export async function confirmSignUp(
  ports: Pick<Ports, 'database' | 'audit' | 'clock' | 'random' | 'settings' | 'passwords'>,
  request: { linkToken: string; password: string; origin: Origin },
): Promise<void> {
  const { database, audit, clock, random, settings, passwords } = ports;
  checkIsOpen(settings.developersMaySignUp);
  const signedUp = await findSignUp(database.read, hashSecret(request.linkToken), clock.now());
  if (signedUp === undefined) throw refuse.notFound({ description: NO_LINK });
  const requester = { isKnown: false, key: addressKey(request.origin.source) };
  if (!(await passwords.verify(request.password, signedUp.passwordHash, requester))) {
    throw refuse.invalidCredentials({ description: 'This is not the password you chose when you signed up' });
  }
  const id = newUuid(clock, random);
  await database.write(async (tx) => {
    if (!(await spendSignUp(tx.query, signedUp.tokenHash))) throw refuse.notFound({ description: NO_LINK });
    const { email, name, passwordHash } = signedUp;
    const isNew = await insertDeveloper(tx.query, { id, email, name, passwordHash, createdAt: clock.now() });
    if (!isNew) return;
    await audit.append(tx, {
      actor: { kind: 'developer', id },
      agencyId: null,
      action: 'developer.confirmed',
      outcome: 'success',
      subject: id,
      origin: request.origin,
    });
  });
}

function checkIsOpen(developersMaySignUp: boolean): void {
  if (developersMaySignUp) return;
  throw refuse.forbidden({
    description: 'Developers cannot sign up at this installation; ask its operator',
    logDetail: 'developer sign-up is off',
  });
}
