let offsetMs = 0;

/** Differences below this are the Date header's own coarseness (whole seconds) and the way it travelled. */
const TOLERANCE_MS = 2000;

/** Learns from an answer's Date header how far this workstation's clock is off. */
export function noteServerTime(dateHeader: string | null): void {
  if (dateHeader === null) return;
  const serverMs = Date.parse(dateHeader) + 500;
  if (Number.isNaN(serverMs)) return;
  const difference = serverMs - Date.now();
  if (Math.abs(difference - offsetMs) > TOLERANCE_MS) offsetMs = Math.abs(difference) > TOLERANCE_MS ? difference : 0;
}

/** Milliseconds since 1970 by the server's clock, so that ages are true on a workstation whose clock is not. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
