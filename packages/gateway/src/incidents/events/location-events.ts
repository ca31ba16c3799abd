import type { AlertAuthor } from '../incident/alert-party.ts';
import type { Incident, Location } from '../incident/types.ts';
import { about, type Entry } from './about.ts';
import { senderOf } from './sender.ts';
import type { NewEvent } from './types.ts';

/** Where the incident came in, or what equipment reported since. */
export function locationUpdated(
  incident: Incident,
  { location, classOfService }: { location: Location; classOfService: string | null },
  { id, at }: Entry,
): NewEvent<'location.updated'> {
  return { ...about(incident, at), type: 'location.updated', body: { id, location, classOfService } };
}

/**
 * The alert is somewhere else. An alert's first location has no author, and is no update. `callerPhone` is whose place
 * it is where that may be another one than the alert's caller.
 */
export function alertRelocated(
  incident: Incident,
  location: Location,
  { id, at, by }: Entry & { by: AlertAuthor },
  callerPhone?: string | null,
): NewEvent<'location.updated'> {
  const caller = callerPhone === undefined ? {} : { callerPhone };
  const body = { id, location, classOfService: null, by, ...senderOf(incident), ...caller };
  return { ...about(incident, at), type: 'location.updated', body };
}
