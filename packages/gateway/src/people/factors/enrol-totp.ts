import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { factorPurpose } from '../../kernel/seal.ts';
import { Secret } from '../../kernel/secrets.ts';
import { lockUser } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { mailAboutFactors } from './mail-about-factors.ts';
import type { FactorPorts } from './prove-factor.ts';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';
import {
  confirmFactor,
  deleteUnconfirmed,
  factorsOf,
  insertFactor,
  recoveryCodesLeft,
  replaceRecoveryCodes,
  useStep,
} from './store.ts';
import { keyUri, newSeed, stepOfCode } from './totp.ts';

export const MOST_FACTORS = 10;

/** A factor that was begun: its seed, for the person to give to an authenticator app, once. */
export interface BegunTotp {
  readonly id: string;
  readonly seed: Secret;
  readonly uri: Secret;
}

/**
 * Begins a TOTP factor (RFC 6238). It counts for nothing until `confirmTotp`; one that was begun before and not confirmed is
 * void. The seed is sealed at rest. Refuses the eleventh factor with `conflict`.
 */
export async function beginTotp(
  ports: FactorPorts & { random: Random },
  { user, name }: { user: User; name: string },
): Promise<BegunTotp> {
  const { database, clock, random, sharedSeal } = ports;
  const id = newUuid(clock, random);
  const seed = newSeed(random);
  await database.write(async (tx) => {
    await lockUser(tx.query, database.engine, user.id);
    await deleteUnconfirmed(tx.query, user.id);
    if ((await factorsOf(tx.query, user.id)).length >= MOST_FACTORS) {
      throw refuse.conflict({ description: `${MOST_FACTORS} factors are the most; remove one first` });
    }
    await insertFactor(tx.query, {
      id,
      userId: user.id,
      kind: 'totp',
      name: name.trim(),
      secret: sharedSeal.seal(seed, factorPurpose(id)),
      createdAt: clock.now(),
      confirmedAt: null,
      lastUsedAt: null,
    });
  });
  return { id, seed: new Secret(seed), uri: new Secret(keyUri(seed, user.email)) };
}

/**
 * Confirms a begun factor by its first code, atomically with its audit record and mail; `onConfirmed` writes what follows in
 * the same transaction. Returns the ten recovery codes, to be shown once, with a person's first factor; null with a later one.
 * Refuses a wrong code with `invalid_request`, and a factor that was not begun by this person with `not_found`.
 */
export async function confirmTotp(
  ports: FactorPorts & { random: Random },
  request: {
    user: User;
    factorId: string;
    code: string;
    origin: Origin;
    onConfirmed: (tx: Transaction, now: number) => Promise<void>;
  },
): Promise<readonly string[] | null> {
  const { database, audit, clock, random, sharedSeal } = ports;
  const { user, factorId, code, origin, onConfirmed } = request;
  return database.write(async (tx) => {
    const now = clock.now();
    await lockUser(tx.query, database.engine, user.id);
    const factor = (await factorsOf(tx.query, user.id)).find(({ id }) => id === factorId);
    if (factor === undefined || factor.confirmedAt !== null) {
      throw refuse.notFound({ description: 'No factor was begun with this id; begin it anew' });
    }
    const seed = sharedSeal.open(factor.secret, factorPurpose(factorId));
    const step = stepOfCode(seed, code, now);
    if (step === null || !(await useStep(tx.query, { id: factorId, step, usedAt: now }))) {
      throw refuse.invalidRequest({
        description: '`code` must be what the authenticator app shows now; check the clock of its device',
      });
    }
    await confirmFactor(tx.query, factorId, now);
    await onConfirmed(tx, now);
    const isFirst = (await recoveryCodesLeft(tx.query, user.id)) === 0;
    const codes = isFirst ? newRecoveryCodes(random) : null;
    if (codes !== null) await replaceRecoveryCodes(tx.query, user.id, codes.map(hashRecoveryCode));
    await audit.append(tx, {
      actor: { kind: 'user', id: user.id },
      agencyId: user.agencyId,
      action: 'user.factor_added',
      outcome: 'success',
      subject: user.id,
      origin,
      detail: { kind: 'totp', factor_id: factorId },
    });
    await mailAboutFactors(ports, tx, user, 'factor_added');
    return codes;
  });
}
