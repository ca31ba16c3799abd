import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { keyPurpose, type Seal } from '../../kernel/seal.ts';
import { allKeys, resealKey, type SigningKeyRecord } from './store.ts';

/** The private half, or null where it is sealed under a key this process does not have. */
function readPrivateJwk(seal: Seal, { kid, privateJwk, sealedUnder }: SigningKeyRecord): string | null {
  if (sealedUnder === '') return privateJwk;
  try {
    return seal.open(privateJwk, keyPurpose(kid));
  } catch {
    return null;
  }
}

/**
 * Puts every signing key that this process can read under its own seal: those of an installation that was begun before
 * keys were sealed, and those under an earlier key. Where the seal has a key of that state already, the one that comes is
 * published as previous and signs no more. Keys of other processes' seals stay theirs.
 */
export async function resealKeys({
  database,
  clock,
  seal,
}: {
  database: Database;
  clock: Clock;
  seal: Seal;
}): Promise<void> {
  for (const record of await allKeys(database.read)) {
    if (record.sealedUnder === seal.fingerprint) continue;
    const text = readPrivateJwk(seal, record);
    if (text === null) continue;
    const sealed = { ...record, privateJwk: seal.seal(text, keyPurpose(record.kid)), sealedUnder: seal.fingerprint };
    await database.write(async (tx) => {
      const isTaken = (await allKeys(tx.query)).some(
        ({ sealedUnder, state }) => sealedUnder === seal.fingerprint && state === record.state,
      );
      const isRetired = isTaken && record.state !== 'previous';
      const key = isRetired ? { ...sealed, state: 'previous' as const, retiredAt: clock.now() } : sealed;
      await resealKey(tx.query, key, record.sealedUnder);
    });
  }
}
