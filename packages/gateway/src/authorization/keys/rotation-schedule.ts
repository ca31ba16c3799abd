import { SYSTEM } from '../../audit/actors.ts';
import type { Audit } from '../../audit/append-record.ts';
import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loops } from '../../kernel/loops.ts';
import type { Seal } from '../../kernel/seal.ts';
import type { KeyRing } from './key-ring.ts';
import { rotateSigningKeys } from './rotate-signing-keys.ts';
import type { SigningAlgorithm } from './store.ts';

interface Ports {
  readonly database: Database;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
  readonly settings: { readonly signingAlgorithm: SigningAlgorithm; readonly signingKeyRotationDays: number };
  readonly changes: ChangeFeed;
  readonly seal: Seal;
  readonly keys: KeyRing;
  readonly loops: Loops;
}

const LOOK_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Rotates once the current key is `signingKeyRotationDays` old; any process may be the one. Returns how to stop. */
export function startRotationSchedule(ports: Ports): () => void {
  const { clock, settings, keys, log } = ports;
  const loop = ports.loops.watch('key_rotation', { everyMs: LOOK_EVERY_MS, isEssential: false });
  const look = () => {
    if (clock.now() - keys.current().activatedAt < settings.signingKeyRotationDays * DAY_MS) {
      loop.idle();
      return;
    }
    loop
      .run(() => rotateSigningKeys(ports, SYSTEM))
      .catch((err) => log.error({ err }, 'the signing keys could not be rotated; trying again in an hour'));
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    loop.end();
  };
}
