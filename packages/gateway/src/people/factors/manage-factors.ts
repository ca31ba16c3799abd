import type { Actor } from '../../audit/types.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import { rightsOfPerson } from '../rights/rights.ts';
import { asksFactor } from '../sign-in/sign-in-step.ts';
import { lockUser } from '../users/store.ts';
import type { User } from '../users/types.ts';
import type { FactorPorts } from './prove-factor.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { confirmedFactorsOf, deleteFactor, type Factor, recoveryCodesLeft, replaceRecoveryCodes } from './store.ts';

export interface OwnFactors {
  readonly factors: readonly Factor[];
  readonly recoveryCodesLeft: number;
}

/** The person's confirmed factors, and how many recovery codes are left. */
export async function listFactors({ database }: Pick<FactorPorts, 'database'>, userId: string): Promise<OwnFactors> {
  return {
    factors: await confirmedFactorsOf(database.read, userId),
    recoveryCodesLeft: await recoveryCodesLeft(database.read, userId),
  };
}

interface OwnRequest {
  readonly user: User;
  readonly origin: Origin;
}

/**
 * Removes one of the person's factors, atomically with its audit record and mail. Refuses an unknown one with `not_found`, and
 * the last one with `conflict` where the policy asks for a factor.
 */
export async function removeFactor(
  ports: FactorPorts,
  { user, origin, factorId }: OwnRequest & { factorId: string },
): Promise<void> {
  const { database, audit, policies } = ports;
  const { policy } = await policies.of(user.agencyId);
  await database.write(async (tx) => {
    await lockUser(tx.query, database.engine, user.id);
    const isRemoved = await deleteFactor(tx.query, user.id, factorId);
    if (!isRemoved) throw refuse.notFound({ description: 'You have no factor with this id' });
    const left = await confirmedFactorsOf(tx.query, user.id);
    if (left.length === 0 && asksFactor(policy, rightsOfPerson(user))) {
      throw refuse.conflict({
        description: 'The security policy asks for a factor; add another before you remove this',
      });
    }
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id } satisfies Actor,
      agencyId: user.agencyId,
      action: 'user.factor_removed',
      outcome: 'success',
      subject: user.id,
      origin,
      detail: { factor_id: factorId },
    });
    await mailAboutAccount(ports, tx, user, 'factor_removed');
  });
}

/** Ten new recovery codes, to be shown once; those before are void. Refuses with `not_found` who has no factor. */
export async function renewRecoveryCodes(
  ports: FactorPorts & { random: Random },
  { user, origin }: OwnRequest,
): Promise<readonly string[]> {
  const { database, audit, random } = ports;
  const codes = newRecoveryCodes(random);
  await database.write(async (tx) => {
    await lockUser(tx.query, database.engine, user.id);
    if ((await confirmedFactorsOf(tx.query, user.id)).length === 0) {
      throw refuse.notFound({ description: 'Recovery codes stand in for a factor; add one first' });
    }
    await replaceRecoveryCodes(tx.query, user.id, codes.map(hashRecoveryCode));
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id } satisfies Actor,
      agencyId: user.agencyId,
      action: 'user.recovery_codes_renewed',
      outcome: 'success',
      subject: user.id,
      origin,
    });
    await mailAboutAccount(ports, tx, user, 'recovery_codes_made');
  });
  return codes;
}
