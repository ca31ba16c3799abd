import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { ANONYMOUS } from '../../audit/actors.ts';
import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { FACTOR_SHOWN, type FactorPorts, failuresOf } from '../factors/prove-factor.ts';
import { clearFailures, isLocked } from '../sign-in/store.ts';
import type { User } from '../users/types.ts';
import type { ChallengePorts } from './begin-challenge.ts';
import { acceptPasskey, checkPasskey } from './check-passkey.ts';

/**
 * Takes one of the person's passkeys for the session of that hash, and has `onProven` write what follows in the same transaction
 * with the audit record. Refuses with `invalid_credentials` anybody else's, a wrong or used answer, one to another challenge, and
 * every answer of a locked account. A wrong answer counts towards no lock: a signature is not guessed.
 */
export async function provePasskey(
  ports: FactorPorts & ChallengePorts,
  request: {
    user: User;
    sessionHash: string;
    answer: AuthenticationResponseJSON;
    origin: Origin;
    onProven: (tx: Transaction, now: number) => Promise<void>;
  },
): Promise<void> {
  const { database, audit, clock } = ports;
  const { user, sessionHash, answer, origin, onProven } = request;
  const shown = await checkPasskey(ports, answer);
  const at = await failuresOf(ports, user, origin);
  const entry = { agencyId: user.agencyId, subject: user.id, origin, action: FACTOR_SHOWN };
  const isProven = await database.write(async (tx) => {
    const now = clock.now();
    const isOwn = shown?.passkey.userId === user.id && !(await isLocked(tx.query, at, now));
    const fault = isOwn ? await acceptPasskey(tx, shown, { purpose: 'prove', sessionHash, now }) : 'passkey';
    if (fault !== null) {
      await audit.append(tx, { ...entry, actor: ANONYMOUS, outcome: 'refused', detail: { check: fault } });
      return false;
    }
    await clearFailures(tx.query, user.id, at.place);
    await onProven(tx, now);
    const detail = { by: 'passkey', factor_id: shown?.passkey.factorId };
    await audit.append(tx, { ...entry, actor: { kind: 'user', id: user.id }, outcome: 'success', detail });
    return true;
  });
  if (!isProven) {
    throw refuse.invalidCredentials({
      description: 'The passkey is not one of yours, was not asked for here, or the account is locked; try again',
      isRecorded: true,
    });
  }
}
