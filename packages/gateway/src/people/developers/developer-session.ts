import type { Audit } from '../../audit/append-record.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret, newSecret, type Secret } from '../../kernel/secrets.ts';
import { type Accounts, acceptProof, provePassword, type SignInPorts } from '../sign-in/prove-password.ts';
import {
  deleteDeveloperSession,
  findDeveloperByEmail,
  findOpenSession,
  insertDeveloperSession,
  isKnownDeveloperSource,
  rememberDeveloperSource,
} from './store.ts';
import type { Developer, DeveloperSession } from './types.ts';

interface Ports extends SignInPorts {
  readonly random: Random;
  readonly settings: { readonly portalSessionHours: number };
}

const QUARTER_MS = 15 * 60_000;
const LOCKOUT = { failures: 5, windowMs: QUARTER_MS, lockedForMs: QUARTER_MS };

/** Every source keeps its own count, and is locked for 15 minutes where it is used up, so that a stranger locks nobody out. */
const DEVELOPERS: Accounts<Developer> = {
  prefix: 'developer ',
  find: findDeveloperByEmail,
  agencyOf: () => null,
  isKnownSource: isKnownDeveloperSource,
  placeOf: (source) => source,
  recordsLocks: false,
  async markSignedIn(query, { id }, { source, now }) {
    await rememberDeveloperSource(query, { developerId: id, source, at: now });
    return true;
  },
};

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
  const { database, audit, clock, random, settings } = ports;
  const { origin } = request;
  const action = 'developer.session_opened';
  const proof = await provePassword(ports, DEVELOPERS, {
    ...request,
    action,
    isEligible: () => true,
    lockoutOf: async () => LOCKOUT,
  });
  if (proof === null) throw refuse.invalidCredentials({ description: WRONG, isRecorded: true });
  const { account: developer } = proof;
  const developerId = developer.id;
  const token = newSecret(random);
  const createdAt = clock.now();
  const expiresAt = createdAt + settings.portalSessionHours * HOUR_MS;
  await database.write(async (tx) => {
    if (!(await acceptProof(ports, DEVELOPERS, tx, proof, origin.source))) {
      throw refuse.invalidCredentials({ description: WRONG });
    }
    const tokenHash = hashSecret(token.reveal());
    await insertDeveloperSession(tx.query, { tokenHash, developerId, createdAt, expiresAt, source: origin.source });
    await audit.append(tx, {
      actor: { kind: 'developer', id: developerId },
      agencyId: null,
      action,
      outcome: 'success',
      origin,
    });
  });
  return { developer, expiresAt, token };
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
