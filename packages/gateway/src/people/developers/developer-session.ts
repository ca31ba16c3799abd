import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import type { PasswordHasher } from '../passwords/password-hasher.ts';
import type { SignInLimits, StrangerAllowance } from '../sign-in/sign-in-limits.ts';
import { normaliseEmail } from '../users/store.ts';
import {
  clearDeveloperFailures,
  countDeveloperFailure,
  deleteDeveloperSession,
  findDeveloperByEmail,
  findOpenSession,
  insertDeveloperSession,
  isKnownDeveloperSource,
  recentFailures,
  rememberDeveloperSource,
} from './store.ts';
import type { Developer, DeveloperSession } from './types.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly random: Random;
  readonly settings: { readonly portalSessionHours: number };
  readonly limits: SignInLimits;
  readonly strangers: StrangerAllowance;
  readonly passwords: PasswordHasher;
}

const FAILURES_TO_WAIT = 5;
const WINDOW_MS = 15 * 60_000;
const HOUR_MS = 3_600_000;
const WRONG = 'The e-mail or the password is wrong, or there were five wrong ones from here; try again in 15 minutes';

/**
 * Opens a session of `portalSessionHours`, atomically with its audit record. Unknown, wrong and waiting are one answer,
 * `invalid_credentials`, at one cost. Five wrong passwords from one source wait 15 minutes there, and only there: a stranger
 * locks nobody out. Refuses floods with `too_many_requests` before any hashing, as every sign-in.
 */
export async function signInDeveloper(
  ports: Ports,
  request: { email: string; password: string; origin: Origin },
): Promise<DeveloperSession & { token: Secret }> {
  const { database, audit, clock, random, settings, passwords, limits } = ports;
  const { origin } = request;
  const source = addressKey(origin.source);
  const email = normaliseEmail(request.email);
  const signInKey = `developer ${email} ${source}`;
  const addressLimit = limits.isUntouched('signIns', signInKey) ? 'names' : 'failures';
  limits.take('signIns', signInKey);
  const developer = await findDeveloperByEmail(database.read, email);
  const isKnown = developer !== undefined && (await isKnownDeveloperSource(database.read, developer.id, source));
  if (!isKnown) limits.take(addressLimit, source);
  const requester = isKnown ? { isKnown, key: `developer ${developer.id}` } : { isKnown, key: source };
  const isRight = await passwords.verify(request.password, developer?.passwordHash ?? null, requester);
  const createdAt = clock.now();
  const since = createdAt - WINDOW_MS;
  const isWaiting =
    developer !== undefined &&
    (await recentFailures(database.read, { developerId: developer.id, source, since })) >= FAILURES_TO_WAIT;
  if (developer === undefined || !isRight || isWaiting) {
    const counted = isWaiting ? undefined : developer;
    await recordFailure(ports, { developer, counted, origin, now: createdAt, since });
    throw refuse.invalidCredentials({ description: WRONG, isRecorded: true });
  }
  limits.refund('signIns', signInKey);
  if (!isKnown) limits.refund(addressLimit, source);
  const token = newSecret(random);
  const expiresAt = createdAt + settings.portalSessionHours * HOUR_MS;
  const developerId = developer.id;
  await database.write(async (tx) => {
    if ((await recentFailures(tx.query, { developerId, source, since })) >= FAILURES_TO_WAIT) {
      throw refuse.invalidCredentials({ description: WRONG });
    }
    await clearDeveloperFailures(tx.query, { developerId, source });
    await rememberDeveloperSource(tx.query, { developerId, source, at: createdAt });
    const tokenHash = hashSecret(token.reveal());
    await insertDeveloperSession(tx.query, { tokenHash, developerId, createdAt, expiresAt, source: origin.source });
    await audit.append(tx, {
      actor: { kind: 'developer', id: developerId },
      agencyId: null,
      action: 'developer.session_opened',
      outcome: 'success',
      origin,
    });
  });
  return { developer, expiresAt, token };
}

/** `counted` is undefined where there is nothing to count: no such account, or one that waits already. */
async function recordFailure(
  { database, audit, strangers }: Pick<Ports, 'database' | 'audit' | 'strangers'>,
  failure: {
    developer: Developer | undefined;
    counted: Developer | undefined;
    origin: Origin;
    now: number;
    since: number;
  },
): Promise<void> {
  const { developer, counted, origin, now, since } = failure;
  const leftOut = strangers.take(origin);
  await database.write(async (tx) => {
    if (counted !== undefined) {
      await countDeveloperFailure(tx.query, { developerId: counted.id, source: addressKey(origin.source), now, since });
    }
    if (leftOut === null) return;
    await audit.append(tx, {
      actor: ANONYMOUS,
      agencyId: null,
      action: 'developer.session_opened',
      outcome: 'refused',
      subject: developer?.id ?? null,
      origin,
      detail: { check: 'password', ...leftOut },
    });
  });
}

/** The open session of this token, or null: unknown, ended or expired. */
export async function findDeveloperSession(
  { database, clock }: { database: Database; clock: Clock },
  token: string,
): Promise<DeveloperSession | null> {
  return (await findOpenSession(database.read, hashSecret(token), clock.now())) ?? null;
}

/** Ends the session, atomically with its audit record. An unknown token changes nothing. */
export async function signOutDeveloper(
  { database, audit }: { database: Database; audit: Audit },
  request: { token: string; developerId: string; origin: Origin },
): Promise<void> {
  await database.write(async (tx) => {
    await deleteDeveloperSession(tx.query, hashSecret(request.token));
    await audit.append(tx, {
      actor: { kind: 'developer', id: request.developerId },
      agencyId: null,
      action: 'developer.session_closed',
      outcome: 'success',
      origin: request.origin,
    });
  });
}
