import { ANONYMOUS } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { Database, Transaction } from '../../database/database.ts';
import { addressKey } from '../../kernel/address.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { factorPurpose, type Seal } from '../../kernel/seal.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import type { SecurityPolicies } from '../policies/security-policies.ts';
import { lockoutUnder } from '../sign-in/check-password.ts';
import { clearFailures, countFailure, isLocked, STRANGERS } from '../sign-in/store.ts';
import { isKnownSource } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { hashRecoveryCode } from './recovery-codes.ts';
import { confirmedFactorsOf, recoveryCodesLeft, spendRecoveryCode, useStep } from './store.ts';
import { stepOfCode } from './totp.ts';

export interface FactorPorts {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly sharedSeal: Seal;
  readonly policies: SecurityPolicies;
  readonly mail: MailQueue;
}

type Proven = { readonly by: 'totp'; readonly factorId: string } | { readonly by: 'recovery_code' };

/** Where wrong codes of that person from that place are counted, and how many lock. */
export async function failuresOf(
  { database, policies }: Pick<FactorPorts, 'database' | 'policies'>,
  { id, agencyId }: User,
  origin: Origin,
) {
  const lockout = await lockoutUnder(policies, agencyId);
  const source = addressKey(origin.source);
  const isKnown = await isKnownSource(database.read, id, source);
  return { accountId: id, place: isKnown ? source : STRANGERS, lockout };
}

export const FACTOR_SHOWN = 'session.factor_shown';
const WRONG =
  'The code is wrong, was used before, or the account is locked. An administrator of your agency can release a lock';

/** Part of the caller's transaction: uses up the code, or null where it is none of the person's, or was used. */
async function useCode({ clock, sharedSeal }: FactorPorts, tx: Transaction, user: User, code: string) {
  const usedAt = clock.now();
  for (const { id, kind, secret } of await confirmedFactorsOf(tx.query, user.id)) {
    if (kind !== 'totp') continue;
    const step = stepOfCode(sharedSeal.open(secret, factorPurpose(id)), code, usedAt);
    if (step !== null && (await useStep(tx.query, { id, step, usedAt }))) {
      return { by: 'totp', factorId: id } satisfies Proven;
    }
  }
  const codeHash = hashRecoveryCode(code);
  const isSpent = await spendRecoveryCode(tx.query, { userId: user.id, codeHash, usedAt });
  return isSpent ? ({ by: 'recovery_code' } satisfies Proven) : null;
}

/**
 * Takes a code of one of the person's factors or a recovery code, once, and has `onProven` write what follows in the same
 * transaction with the audit record. A wrong or used one counts towards the lock as a wrong password does (CJIS AC-7), and is
 * refused with `invalid_credentials`, as every code of a locked account is. Of two uses at once one succeeds.
 */
export async function proveFactor(
  ports: FactorPorts,
  request: {
    user: User;
    code: string;
    origin: Origin;
    onProven: (tx: Transaction, now: number) => Promise<void>;
  },
): Promise<void> {
  const { database, audit, clock } = ports;
  const { user, code, origin, onProven } = request;
  const at = await failuresOf(ports, user, origin);
  const entry = { agencyId: user.agencyId, subject: user.id, origin };
  const isProven = await database.write(async (tx) => {
    const now = clock.now();
    const proven = (await isLocked(tx.query, at, now)) ? null : await useCode(ports, tx, user, code);
    if (proven === null) {
      const hasLocked = await countFailure(tx.query, at, now);
      const refused = { ...entry, actor: ANONYMOUS, outcome: 'refused' } as const;
      await audit.append(tx, { ...refused, action: FACTOR_SHOWN, detail: { check: 'second_factor' } });
      if (hasLocked) await audit.append(tx, { ...refused, action: 'user.locked', detail: { place: at.place } });
      return false;
    }
    await clearFailures(tx.query, user.id, at.place);
    await onProven(tx, now);
    const actor = { kind: 'user', id: user.id } as const;
    await audit.append(tx, { ...entry, actor, action: FACTOR_SHOWN, outcome: 'success', detail: { ...proven } });
    if (proven.by === 'recovery_code') {
      await mailAboutAccount(ports, tx, user, 'recovery_code_used', {
        codesLeft: await recoveryCodesLeft(tx.query, user.id),
      });
    }
    return true;
  });
  if (!isProven) throw refuse.invalidCredentials({ description: WRONG, isRecorded: true });
}
