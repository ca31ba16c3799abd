import type { Actor } from '../../audit/types.ts';
import type { AccessParts } from '../parts.ts';
import { makeSigningKey } from './make-signing-key.ts';
import { allKeys, deleteRetired, insertKey, promoteNext } from './store.ts';

/** Longer than any access token lives, so that a token outlives no key it needs. */
const RETIRED_KEPT_MS = 2 * 86_400_000;

/**
 * The next key signs from now on, the current one stays published as previous, and a new next is made, in one
 * transaction with its audit record; every process signs with it within a second, without a restart. Of two rotations
 * at once one happens. Returns the kid that is current afterwards.
 */
export async function rotateSigningKeys(
  {
    database,
    audit,
    changes,
    clock,
    settings,
  }: Pick<AccessParts, 'database' | 'audit' | 'changes' | 'clock' | 'settings'>,
  actor: Actor,
): Promise<string> {
  const now = clock.now();
  const current = (await allKeys(database.read)).find(({ state }) => state === 'current');
  if (current === undefined) throw new Error('the installation has no signing keys; start the server once');
  const fresh = await makeSigningKey(settings.signingAlgorithm, 'next', now);
  await database.write(async (tx) => {
    if (!(await promoteNext(tx.query, current.kid, now))) return;
    await insertKey(tx.query, fresh);
    await deleteRetired(tx.query, now - RETIRED_KEPT_MS);
    await changes.publish(tx, 'keys', fresh.kid);
    await audit.append(tx, {
      actor,
      agencyId: null,
      action: 'signing_keys.rotated',
      outcome: 'success',
      subject: current.kid,
    });
  });
  return (await allKeys(database.read)).find(({ state }) => state === 'current')?.kid ?? '';
}
