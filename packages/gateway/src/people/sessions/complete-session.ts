import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { hashSecret } from '../../kernel/secrets.ts';
import { confirmTotp } from '../factors/enrol-totp.ts';
import { type FactorPorts, proveFactor } from '../factors/prove-factor.ts';
import type { User } from '../users/types.ts';
import { markFactorShown } from './store.ts';

interface SessionRequest {
  readonly user: User;
  /** Of the session that goes on. */
  readonly token: string;
  readonly code: string;
  readonly origin: Origin;
}

/** Notes that the session of that token was shown a factor. Refuses one that has ended meanwhile with `invalid_token`. */
const noteShown = (token: string) => async (tx: Transaction, now: number) => {
  const isOpen = await markFactorShown(tx.query, hashSecret(token), now);
  if (!isOpen) throw refuse.invalidToken({ description: 'The session has ended; sign in again' });
};

/** Takes a second factor's code or a recovery code for the session of that token. Refuses as `proveFactor`. */
export async function showFactor(ports: FactorPorts, { token, ...request }: SessionRequest): Promise<void> {
  await proveFactor(ports, { ...request, onProven: noteShown(token) });
}

/** As `confirmTotp`: the session of that token was thereby shown a factor. */
export function confirmOwnTotp(
  ports: FactorPorts & { random: Random },
  { token, ...request }: SessionRequest & { factorId: string },
): Promise<readonly string[] | null> {
  return confirmTotp(ports, { ...request, onConfirmed: noteShown(token) });
}
