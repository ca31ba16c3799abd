/** Two clocks that are set right differ by less; what is ahead by more is remarked upon. */
const SET_RIGHT_MS = 1_000;

/**
 * A sender's time as it counts: never later than when it was received. `saidAt` is what the sender stated where its clock cannot
 * be right; null otherwise. Milliseconds.
 */
export function asReceivedAt(stated: number, receivedAt: number): { at: number; saidAt: number | null } {
  if (stated <= receivedAt) return { at: stated, saidAt: null };
  return { at: receivedAt, saidAt: stated - receivedAt > SET_RIGHT_MS ? stated : null };
}
