import type { AlertAuthor } from '../incident/alert-party.ts';
import type { Colleague, Incident, Location } from '../incident/types.ts';
import { about, type Entry, senderOf } from './about.ts';
import type { SignalContent } from './bodies.ts';
import type { NewEvent } from './types.ts';

/** The incident came in. */
export function incidentCreated(incident: Incident): NewEvent<'incident.created'> {
  return { ...about(incident, incident.createdAt), type: 'incident.created', body: { incident } };
}

/** The call ended. `incident` is the incident as it is then, here and below. */
export function incidentEnded(incident: Incident, { id, at }: Entry): NewEvent<'incident.ended'> {
  return { ...about(incident, at), type: 'incident.ended', body: { id, incident } };
}

/** The call was handed to somebody else. */
export function incidentTransferred(
  incident: Incident,
  to: string,
  { id, at }: Entry,
): NewEvent<'incident.transferred'> {
  return { ...about(incident, at), type: 'incident.transferred', body: { id, incident, to } };
}

/** The incident was merged into the one with the id `into`, which goes on; by a person, where one is named. */
export function incidentMerged(
  incident: Incident,
  { into, colleague }: { into: string; colleague?: Colleague | undefined },
  { id, at }: Entry,
): NewEvent<'incident.merged'> {
  const body = { id, incident, into, ...(colleague !== undefined && { colleague }) };
  return { ...about(incident, at), type: 'incident.merged', body };
}

/** The incident with the id `merged` was merged into this one, which goes on; by a person, where one is named. */
export function incidentMergedIn(
  incident: Pick<Incident, 'id' | 'agencyId'>,
  { merged, colleague }: { merged: string; colleague?: Colleague | undefined },
  { id, at }: Entry,
): NewEvent<'incident.merged_in'> {
  const body = { id, merged, ...(colleague !== undefined && { colleague }) };
  return { ...about(incident, at), type: 'incident.merged_in', body };
}

/** A person undid a merge: the incident and the one with the id `apartFrom` are two again. */
export function incidentUnmerged(
  incident: Incident,
  { apartFrom, colleague }: { apartFrom: string; colleague: Colleague },
  { id, at }: Entry,
): NewEvent<'incident.unmerged'> {
  return { ...about(incident, at), type: 'incident.unmerged', body: { id, incident, apartFrom, colleague } };
}

function contentIn(signal: Incident): SignalContent {
  const { sourceId, suppliedBy, incidentAt, emergencyType, siteType, description } = signal;
  const { isTest, isActiveAssailant } = signal;
  const { callerName, callerPhoneNumber, callerPhoneGiven, location, facts } = signal;
  return {
    ...{ sourceId, siteId: signal.alert?.siteId ?? null, suppliedBy, incidentAt, siteType, description },
    ...{ emergencyType, isTest, isActiveAssailant },
    ...{ callerName, callerPhoneNumber, callerPhoneGiven, location, facts },
  };
}

/** A further signal of the incident came: `text` is what is new in it, in words. */
export function incidentSignalled(
  incident: Incident,
  { signal, text }: { signal: Incident; text: string },
  { id, at, by }: Entry & { by: AlertAuthor },
): NewEvent<'incident.signalled'> {
  const message = { kind: 'further_signal', text } as const;
  const body = { id, message, incident, signal: contentIn(signal), by };
  return { ...about(incident, at), type: 'incident.signalled', body };
}

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
