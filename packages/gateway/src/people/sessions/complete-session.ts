import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { confirmTotp } from '../factors/enrol-totp.ts';
import { type FactorPorts, proveFactor } from '../factors/prove-factor.ts';
import type { ChallengePorts } from '../passkeys/begin-challenge.ts';
import { askForPasskey } from '../passkeys/check-passkey.ts';
import { beginPasskey, confirmPasskey } from '../passkeys/enrol-passkey.ts';
import { provePasskey } from '../passkeys/prove-passkey.ts';
import type { User } from '../users/types.ts';
import { markFactorShown } from './store.ts';

interface OwnSession {
  readonly user: User;
  /** Of the session that goes on. */
  readonly token: string;
}

interface SessionRequest extends OwnSession {
  readonly origin: Origin;
}

/** Notes that the session of that token was shown a factor. Refuses one that has ended meanwhile with `invalid_token`. */
const noteShown = (token: string) => async (tx: Transaction, now: number) => {
  const isOpen = await markFactorShown(tx.query, hashSecret(token), now);
  if (!isOpen) throw refuse.invalidToken({ description: 'The session has ended; sign in again' });
};

/** Takes a second factor's code or a recovery code for the session of that token. Refuses as `proveFactor`. */
export async function showFactor(
  ports: FactorPorts,
  { token, ...request }: SessionRequest & { code: string },
): Promise<void> {
  await proveFactor(ports, { ...request, onProven: noteShown(token) });
}

/** As `confirmTotp`: the session of that token was thereby shown a factor. */
export function confirmOwnTotp(
  ports: FactorPorts & { random: Random },
  { token, ...request }: SessionRequest & { factorId: string; code: string },
): Promise<readonly string[] | null> {
  return confirmTotp(ports, { ...request, onConfirmed: noteShown(token) });
}

/** As `beginPasskey`, for the session of that token. */
export function beginOwnPasskey(ports: ChallengePorts, { user, token, name }: OwnSession & { name: string }) {
  return beginPasskey(ports, { user, sessionHash: hashSecret(token), name });
}

/** As `confirmPasskey`: the session of that token was thereby shown a factor. */
export function confirmOwnPasskey(
  ports: FactorPorts & ChallengePorts,
  { token, ...request }: SessionRequest & { answer: RegistrationResponseJSON },
): Promise<readonly string[] | null> {
  return confirmPasskey(ports, { ...request, sessionHash: hashSecret(token), onConfirmed: noteShown(token) });
}

/** As `askForPasskey`, for one of the person's in the session of that token. */
export function askForOwnPasskey(ports: ChallengePorts, { user, token }: OwnSession) {
  return askForPasskey(ports, { purpose: 'prove', sessionHash: hashSecret(token), userId: user.id });
}

/** Takes a passkey for the session of that token. Refuses as `provePasskey`. */
export async function showPasskey(
  ports: FactorPorts & ChallengePorts,
  { token, ...request }: SessionRequest & { answer: AuthenticationResponseJSON },
): Promise<void> {
  await provePasskey(ports, { ...request, sessionHash: hashSecret(token), onProven: noteShown(token) });
}
