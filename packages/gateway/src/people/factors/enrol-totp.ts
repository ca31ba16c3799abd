import type { Transaction } from '../../database/database.ts';
import { refuse } from '../../kernel/errors.ts';
import type { Origin } from '../../kernel/origin.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import { factorPurpose } from '../../kernel/seal.ts';
import { Secret } from '../../kernel/secrets.ts';
import { lockUser } from '../users/store.ts';
import type { User } from '../users/types.ts';
import { noteEnrolment, refuseTooMany } from './note-enrolment.ts';
import type { FactorPorts } from './prove-factor.ts';
import { confirmFactor, deleteUnconfirmed, factorsOf, insertFactor, useStep } from './store.ts';
import { keyUri, newSeed, stepOfCode } from './totp.ts';

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
    await refuseTooMany(tx, user.id);
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
  const { database, clock, sharedSeal } = ports;
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
    return noteEnrolment(ports, tx, { user, factor: { id: factorId, kind: 'totp' }, origin });
  });
}
