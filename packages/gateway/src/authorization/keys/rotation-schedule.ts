import type { Loops } from '../../kernel/loops.ts';
import type { AccessParts } from '../parts.ts';
import { rotateSigningKeys } from './rotate-signing-keys.ts';

const LOOK_EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Rotates once the current key is `signingKeyRotationDays` old; any process may be the one. Returns how to stop. */
export function startRotationSchedule(parts: AccessParts & { readonly loops: Loops }): () => void {
  const { clock, settings, keys, log } = parts;
  const loop = parts.loops.watch('key_rotation', { everyMs: LOOK_EVERY_MS, isEssential: false });
  const look = () => {
    if (clock.now() - keys.current().activatedAt < settings.signingKeyRotationDays * DAY_MS) {
      loop.idle();
      return;
    }
    loop
      .run(() => rotateSigningKeys(parts, { kind: 'system', id: 'sallyport' }))
      .catch((err) => log.error({ err }, 'the signing keys could not be rotated; trying again in an hour'));
  };
  look();
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => {
    clearInterval(timer);
    loop.end();
  };
}
