import { useTimes } from './use-times.ts';

/** Day and time of day in the page's zone, with its offset. */
export function ShownInstant({ at }: { at: string }) {
  return useTimes().instantText(at);
}

/** Time of day in the page's zone, with its offset. */
export function ShownClock({ at }: { at: string }) {
  return useTimes().clockText(at);
}
