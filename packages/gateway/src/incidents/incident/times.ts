/** Two clocks that are set right differ by less; what is ahead by more is remarked upon. */
const SET_RIGHT_MS = 1_000;

/**
 * A sender's time as it counts: never later than when it was received. `saidAt` is what the sender said where its clock cannot
 * be right; null otherwise. Milliseconds.
 */
export function asReceivedAt(said: number, receivedAt: number): { at: number; saidAt: number | null } {
  if (said <= receivedAt) return { at: said, saidAt: null };
  return { at: receivedAt, saidAt: said - receivedAt > SET_RIGHT_MS ? said : null };
}
