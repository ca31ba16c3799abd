import { SYSTEM } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Loops } from '../../kernel/loops.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { KeyRing } from './key-ring.ts';
import { rotateSigningKeys } from './rotate-signing-keys.ts';
import type { SigningAlgorithm } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly settings: { readonly signingAlgorithm: SigningAlgorithm; readonly signingKeyRotationDays: number };
  readonly changes: ChangeFeed;
  readonly seal: Seal;
  readonly keys: KeyRing;
  readonly loops: Loops;
}

const LOOK_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Rotates once the current key is `signingKeyRotationDays` old; any process may be the one. Returns how to stop. */
export function startRotationSchedule(ports: Ports): () => Promise<void> {
  const { clock, settings, keys, loops } = ports;
  const failure = 'the signing keys could not be rotated; trying again in an hour';
  const loop = loops.repeat('key_rotation', { everyMs: LOOK_EVERY_MS, isEssential: false, failure }, async () => {
    const ageMs = clock.now() - keys.current().activatedAt;
    if (ageMs >= settings.signingKeyRotationDays * DAY_MS) await rotateSigningKeys(ports, SYSTEM);
  });
  loop.run();
  return () => loop.stop();
}
