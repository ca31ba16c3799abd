import type { Clock } from '../../kernel/clock.ts';
import type { TimeContext } from '../../kernel/instant.ts';
import type { RouteRequest } from '../routing/route.ts';

/** How the times of a request are read: when it arrived, and in the zone its client is registered with. */
export function timeContextOf(ports: { clock: Clock }, { principal }: RouteRequest): TimeContext {
  return { now: ports.clock.now(), timeZone: principal?.client?.settings.timeZone ?? null };
}
