import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import type { TimeContext } from '../../kernel/instant.ts';
import type { RouteRequest } from '../routing/route.ts';

/** How the times of a request are read: when it arrived, and in the zone its client is registered with. */
export function timeContextOf(ports: { clock: Clock }, { principal }: RouteRequest): TimeContext {
  return { now: ports.clock.now(), timeZone: principal?.client?.settings.timeZone ?? null };
}

const KEY_CHARACTERS = 255;

/** The request's Idempotency-Key, null without one. Refuses one that is too long to keep. */
export function readIdempotencyKey({ headers }: RouteRequest): string | null {
  const key = headers['idempotency-key'];
  if (key === undefined || key === '') return null;
  if (typeof key !== 'string' || key.length > KEY_CHARACTERS) {
    throw refuse.invalidRequest({ description: `Idempotency-Key must have at most ${KEY_CHARACTERS} characters` });
  }
  return key;
}
