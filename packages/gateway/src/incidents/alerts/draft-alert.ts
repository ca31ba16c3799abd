import { readCallerNumber } from '../callers/caller-number.ts';
import type { AlertAuthor } from '../incident/alert-party.ts';
import { newAlertState } from '../incident/alert-state.ts';
import { coordinatesOf, type Incident, type Location, NOTHING_YET } from '../incident/types.ts';
import { asReceivedAt } from '../locations/as-received.ts';
import { type Geocoder, geocode } from '../locations/geocoder.ts';
import type { AlertRequest } from './alert-report.ts';
import type { Signal } from './further-signal.ts';

/** The alert of a request that came at `now`, before it is known which agency it is of. */
export function newIncident(
  request: AlertRequest,
  { id, location, now }: { readonly id: string; readonly location: Location; readonly now: number },
): Signal {
  const { report } = request;
  const { at: incidentAt, saidAt } = asReceivedAt(report.incidentAt, now);
  return {
    id,
    kind: 'alert',
    status: 'NEW',
    originClientId: request.clientId,
    sourceId: report.sourceId,
    callerName: report.callerName,
    callerPhoneNumber: readCallerNumber(report.callerPhoneGiven).number,
    callerPhoneGiven: report.callerPhoneGiven,
    emergencyType: report.emergencyType,
    siteType: report.siteType,
    isTest: report.isTest,
    isActiveAssailant: report.isActiveAssailant,
    description: report.description,
    suppliedBy: report.suppliedBy,
    location: isKnown(location) ? location : null,
    facts: report.facts,
    incidentAt,
    createdAt: now,
    updatedAt: now,
    listedAt: now,
    ...NOTHING_YET,
    alert: newAlertState({
      senderName: request.clientName,
      senderPhone: report.senderPhone,
      isSupplementalOnly: report.isSupplementalOnly,
      siteId: report.siteId,
      saidIncidentAt: saidAt,
      tellsSender: request.tellsSender,
    }),
  };
}

const GEOCODED = 'Geocoded from the address';

/** An address alone gets the position that the geocoder finds for it by what these agencies know, marked as found. */
export async function findPosition(
  { geocoder }: { geocoder: Geocoder },
  location: Location,
  agencyIds: readonly string[],
): Promise<Location> {
  if (coordinatesOf(location) !== null || location.civic === null) return location;
  const found = await geocode(geocoder, location.civic, agencyIds);
  if (found === null) return location;
  const { match, address, ...position } = found;
  return { ...location, ...position, source: GEOCODED, geocoded: { match, address, source: location.source } };
}

function isKnown(location: Location): boolean {
  return coordinatesOf(location) !== null || location.civic !== null || location.further !== undefined;
}

/** Whoever sent it, as its events name them. */
export function authorOf({ clientId, clientName }: AlertRequest): AlertAuthor {
  return {
    side: 'central_station',
    entityId: clientId,
    entityName: clientName,
    sender: clientName,
    senderId: clientId,
  };
}

/** The alert at the agency that it goes to. */
export function alertAt(
  draft: Signal,
  { agencyId, agencyName, at }: { readonly agencyId: string; readonly agencyName: string; readonly at: number },
): Incident {
  return {
    ...draft,
    agencyId,
    createdAt: at,
    updatedAt: at,
    listedAt: at,
    alert: newAlertState({
      ...draft.alert,
      agencyName,
      locations: draft.location === null ? [] : [{ location: draft.location, at }],
    }),
  };
}
