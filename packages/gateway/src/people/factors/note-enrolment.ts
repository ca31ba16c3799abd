import type { Audit } from '../../audit/append-record.ts';
import type { Transaction } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import type { Random } from '../../kernel/random.ts';
import type { MailQueue } from '../../outbox/mail-queue.ts';
import { mailAboutAccount } from '../account-mail/mail-about-account.ts';
import type { User } from '../users/types.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import { type Factor, factorsOf, recoveryCodesLeft, replaceRecoveryCodes } from './store.ts';

const MOST_FACTORS = 10;

/** Refuses the eleventh factor with `conflict`. For sure in a transaction that holds the person. */
export async function refuseTooMany({ query }: Pick<Transaction, 'query'>, userId: string): Promise<void> {
  if ((await factorsOf(query, userId)).length >= MOST_FACTORS) {
    throw refuse.conflict({ description: `${MOST_FACTORS} factors are the most; remove one first` });
  }
}

/**
 * Part of the caller's transaction, after the factor was written: its audit record and mail. Returns the ten recovery codes, to be
 * shown once, with a person's first factor; null with a later one.
 */
export async function noteEnrolment(
  ports: { readonly audit: Audit; readonly clock: Clock; readonly random: Random; readonly mail: MailQueue },
  tx: Transaction,
  { user, factor, origin }: { user: User; factor: Pick<Factor, 'id' | 'kind'>; origin: Origin },
): Promise<readonly string[] | null> {
  const isFirst = (await recoveryCodesLeft(tx.query, user.id)) === 0;
  const codes = isFirst ? newRecoveryCodes(ports.random) : null;
  if (codes !== null) await replaceRecoveryCodes(tx.query, user.id, codes.map(hashRecoveryCode));
  await ports.audit.append(tx, {
    actor: { kind: 'user', id: user.id },
    agencyId: user.agencyId,
    action: 'user.factor_added',
    outcome: 'success',
    subject: user.id,
    origin,
    detail: { kind: factor.kind, factor_id: factor.id },
  });
  await mailAboutAccount(ports, tx, user, 'factor_added');
  return codes;
}
