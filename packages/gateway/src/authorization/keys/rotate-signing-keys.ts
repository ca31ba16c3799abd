import type { Audit } from '../../audit/append-record.ts';
import type { Actor } from '../../audit/types.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { InstallationError } from '../../kernel/installation-error.ts';
import type { Seal } from '../../kernel/seal.ts';
import { makeSigningKey } from './make-signing-key.ts';
import { allKeys, deleteRetired, insertKey, promoteNext, retireAbandoned, type SigningAlgorithm } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly settings: { readonly signingAlgorithm: SigningAlgorithm };
  readonly changes: ChangeFeed;
  readonly seal: Seal;
}

const DAY_MS = 86_400_000;
/** Longer than any schedule of rotation, so that nobody who still signs is taken for gone. */
const ABANDONED_AFTER_MS = 400 * DAY_MS;
/** Longer than any access token lives, so that a token outlives no key it needs. */
const RETIRED_KEPT_MS = 2 * DAY_MS;

/**
 * The next key signs from now on, the current one stays published as previous, and a new next is made, in one
 * transaction with its audit record; every process signs with it within a second, without a restart. Keys under another
 * seal than this process's rotate as well, and the processes that hold that seal make the next ones. Of two rotations at
 * once one happens. Returns the kid that is current afterwards. Refuses
 * an installation whose server never started with an `InstallationError`.
 */
export async function rotateSigningKeys(
  { database, audit, changes, clock, settings, seal }: Ports,
  actor: Actor,
): Promise<string> {
  const now = clock.now();
  const current = (await allKeys(database.read)).filter(({ state }) => state === 'current');
  const [first] = current;
  if (first === undefined) {
    throw new InstallationError('The installation has no signing keys yet: start the server once, which makes them');
  }
  // Without a key to seal it under, the next one is left to the servers.
  const fresh = seal.fingerprint === '' ? null : await makeSigningKey(seal, settings.signingAlgorithm, 'next', now);
  await database.write(async (tx) => {
    const promoted: string[] = [];
    for (const key of current) if (await promoteNext(tx.query, key, now)) promoted.push(key.kid);
    if (promoted.length === 0) return;
    if (fresh !== null && current.some(({ sealedUnder }) => sealedUnder === seal.fingerprint)) {
      await insertKey(tx.query, fresh);
    }
    await retireAbandoned(tx.query, now - ABANDONED_AFTER_MS, now);
    await deleteRetired(tx.query, now - RETIRED_KEPT_MS);
    await changes.publish(tx, 'keys', first.kid);
    await audit.append(tx, {
      actor,
      agencyId: null,
      action: 'signing_keys.rotated',
      outcome: 'success',
      subject: promoted.join(' '),
    });
  });
  const after = (await allKeys(database.read)).filter(({ state }) => state === 'current');
  return (after.find(({ sealedUnder }) => sealedUnder === seal.fingerprint) ?? after[0])?.kid ?? '';
}
