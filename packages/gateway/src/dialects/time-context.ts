import type { TimeContext } from '../kernel/instant.ts';
import type { RouteRequest } from './route.ts';

/** How the times of a request are read: when it arrived, and in the zone its client is registered with. */
export function timeContextOf({ parts, principal }: RouteRequest): TimeContext {
  return { now: parts.clock.now(), timeZone: principal?.client?.settings.timeZone ?? null };
}
