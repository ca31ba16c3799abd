import { ageSeconds } from '../time/age.ts';
import { useOfNow } from '../time/use-server-now.ts';
import { translated } from '../words/translated.ts';

/** So long after it came in, an incident that arrived while the page was open is marked as new. */
export const JUST_IN_SECONDS = 120;

/** What the mark means, for those who point at it. */
export function justInMeaning(): string {
  return translated('Came in less than {minutes} minutes ago', { minutes: JUST_IN_SECONDS / 60 });
}

/** Whether an arrival still counts as just in, by the server's clock; it becomes false by itself. */
export function useIsJustIn(isArrival: boolean, createdAt: string): boolean {
  return useOfNow((nowMs) => isArrival && ageSeconds(createdAt, nowMs) < JUST_IN_SECONDS);
}
