import type { Claim, Closing, Colleague, Incident } from '../incident/types.ts';
import { about, type Entry } from './about.ts';
import type { ReleaseCause } from './bodies.ts';
import type { NewEvent } from './types.ts';

/** Somebody works on the incident. `takenFrom` is whose claim it was until then, and `takeOverReason` why, in words. */
export function incidentClaimed(
  incident: Incident,
  { claim, takenFrom, takeOverReason }: { claim: Claim; takenFrom: Claim | null; takeOverReason: string | null },
  { id, at }: Entry,
): NewEvent<'incident.claimed'> {
  return { ...about(incident, at), type: 'incident.claimed', body: { id, claim, takenFrom, takeOverReason } };
}

/** Nobody works on the incident any more. */
export function incidentReleased(
  incident: Incident,
  { claim, releasedAs }: { claim: Claim; releasedAs: ReleaseCause },
  { id, at }: Entry,
): NewEvent<'incident.released'> {
  return { ...about(incident, at), type: 'incident.released', body: { id, claim, releasedAs } };
}

/** Somebody was done with the incident. `incident` is the incident as it is then, here and below. */
export function incidentClosed(incident: Incident, closing: Closing, { id, at }: Entry): NewEvent<'incident.closed'> {
  return { ...about(incident, at), type: 'incident.closed', body: { id, incident, closing } };
}

/** Somebody works on the closed incident again. */
export function incidentReopened(
  incident: Incident,
  colleague: Colleague,
  { id, at }: Entry,
): NewEvent<'incident.reopened'> {
  return { ...about(incident, at), type: 'incident.reopened', body: { id, incident, colleague } };
}
