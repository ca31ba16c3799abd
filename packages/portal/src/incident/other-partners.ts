import type { Incident } from '@sallyport/contract';

/** Farther apart, two partners hardly speak of the same emergency. */
const SAME_EMERGENCY_MS = 3_600_000;

/**
 * What others supplied about the same caller within an hour of this incident, the newest first. What the center's own CAD
 * states is on the card of the call it is linked with.
 */
export function otherPartners(incident: Incident, candidates: readonly Incident[]): readonly Incident[] {
  const at = Date.parse(incident.created_at);
  return candidates.filter(
    (other) =>
      other.id !== incident.id &&
      other.kind !== 'cad' &&
      other.supplied_by !== incident.supplied_by &&
      incident.caller_phone_number !== null &&
      other.caller_phone_number === incident.caller_phone_number &&
      Math.abs(Date.parse(other.created_at) - at) <= SAME_EMERGENCY_MS,
  );
}
