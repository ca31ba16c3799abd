let offsetMs = 0;

/** A Date header has whole seconds, and a server may send the one it made a second before. */
const HEADER_IS_OLD_BY_AT_MOST_MS = 2_000;

/**
 * Learns from an answer's Date header how far this workstation's clock is off. The header was made between sending and
 * receiving, so that a slow answer states less and moves nothing. Instants are milliseconds of this workstation's clock.
 */
export function noteServerTime(dateHeader: string | null, when: { sentAt: number; receivedAt: number }): void {
  const serverMs = Date.parse(dateHeader ?? '');
  if (Number.isNaN(serverMs)) return;
  const least = serverMs - when.receivedAt;
  const most = serverMs + HEADER_IS_OLD_BY_AT_MOST_MS - when.sentAt;
  offsetMs = Math.min(Math.max(offsetMs, least), most);
}

/** Milliseconds since 1970 by the server's clock, so that ages are true on a workstation whose clock is not. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}
