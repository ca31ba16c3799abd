import type { AddressMatch } from '../../agencies/addresses/types.ts';
import type { AlertChange } from '../../agencies/callflows/alert-changes.ts';

export type IncidentKind = 'alert' | 'call' | 'cad';

/** The life of an alert, by the names RapidSOS publishes. */
export const ALERT_STATUSES = {
  NEW: 'New',
  IGNORED: 'Ignored',
  DISPATCH_REQUESTED: 'Dispatch Requested',
  ACCEPTED: 'Received',
  DECLINED: 'Declined',
  TIMEOUT: 'Timed Out',
  CANCELED: 'Canceled',
} as const;

export type AlertStatus = keyof typeof ALERT_STATUSES;

/** The life of a call. */
export const CALL_STATUSES = {
  ACTIVE: 'Active',
  TRANSFERRED: 'Transferred',
  ENDED: 'Ended',
  MERGED: 'Merged',
} as const;

/** The life of a CAD's incident that no call or alert is known for; once there is one, it is merged into that. */
export const CAD_STATUSES = { WAITING: 'Waiting for its call' } as const;

export type IncidentStatus = AlertStatus | keyof typeof CALL_STATUSES | keyof typeof CAD_STATUSES;

/** The words people read for every status of every kind of incident. */
export const STATUS_WORDS: Readonly<Record<IncidentStatus, string>> = {
  ...ALERT_STATUSES,
  ...CALL_STATUSES,
  ...CAD_STATUSES,
};

/** What became of an alert that was accepted. `CANCELED` is never set by hand: the alert's cancellation sets it. */
export const DISPOSITIONS = {
  DISPATCHED: 'Dispatched',
  ENROUTE: 'En Route',
  PREEMPTED: 'Preempted',
  ON_SCENE: 'On Scene',
  CLEARED_NO_REPORT: 'Cleared, No Report',
  CLEARED_WITH_REPORT: 'Cleared, With Report',
  CLOSED: 'Closed',
  CANCELED: 'Canceled',
} as const;

export type Disposition = keyof typeof DISPOSITIONS;

export interface CivicAddress {
  readonly name: string | null;
  readonly street1: string | null;
  readonly street2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string | null;
  readonly zipCode: string | null;
}

/** That a position was found for an address, and is no measurement of where somebody is: what it was found at, and by which address. */
export interface Geocoded {
  readonly match: AddressMatch;
  readonly address: string;
  /** Who stated the address; the location's own source states that it was geocoded, in every dialect. */
  readonly source: string;
}

/** A point on the earth, in degrees of WGS 84. */
export interface Coordinates {
  readonly latitude: number;
  readonly longitude: number;
}

/**
 * Where the incident is. Both coordinates are null where the source gave an address alone. `uncertaintyRadius` is in metres,
 * null where it is not known. What is missing, the source did not state.
 */
export interface Location {
  readonly latitude: number | null;
  readonly longitude: number | null;
  readonly uncertaintyRadius: number | null;
  /** Percent. */
  readonly confidence?: number | null;
  /** Metres above the WGS 84 ellipsoid. */
  readonly height?: number | null;
  /** Metres. */
  readonly verticalUncertainty?: number;
  readonly floor?: number;
  /** Metres above the ground or the sea, as the source means it. */
  readonly elevation?: number;
  readonly civic: CivicAddress | null;
  /** Where the source gave an address alone, and a position was found for it. */
  readonly geocoded?: Geocoded;
  readonly source: string;
  /** When it was true, as far as that can be: never after its receipt. */
  readonly locatedAt: number;
  /** What its source stated instead, where that was ahead of its receipt. */
  readonly saidAt?: number;
  readonly receivedAt?: number;
  /** What else its source stated of the place, as it was sent. */
  readonly further?: Readonly<Record<string, unknown>>;
}

/** The point a location has, or null where it is an address alone, or nothing. */
export function coordinatesOf(location: Location | null): Coordinates | null {
  if (location === null || location.latitude === null || location.longitude === null) return null;
  return { latitude: location.latitude, longitude: location.longitude };
}

/** Everything else a partner stated, grouped by what it is about: `caller`, `alarm`, `vehicle`, … Kept as it was sent. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One emergency. Phone numbers are E.164; the number as it was given is kept beside it. */
export interface Incident {
  readonly id: string;
  readonly agencyId: string;
  readonly kind: IncidentKind;
  readonly status: IncidentStatus;
  readonly disposition: Disposition | null;
  readonly originClientId: string | null;
  readonly sourceId: string | null;
  readonly callerName: string | null;
  readonly callerPhoneNumber: string | null;
  readonly callerPhoneGiven: string | null;
  /** As its dialect calls it, without what `isTest` and `isActiveAssailant` state. */
  readonly emergencyType: string | null;
  readonly siteType: string | null;
  readonly isTest: boolean;
  readonly isActiveAssailant: boolean;
  readonly description: string | null;
  readonly suppliedBy: string;
  readonly location: Location | null;
  readonly facts: Facts;
  readonly incidentAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** When it came in or, later, its newest further signal did: lists are in this order. */
  readonly listedAt: number;
  /** When its newest further signal came that the center has not answered since. */
  readonly signalledAt: number | null;
  /** Null while a call goes on; always null for an alert. */
  readonly endedAt: number | null;
  /** The incident that goes on in the place of this one. */
  readonly mergedInto: string | null;
  /** The person who merged it; null where its equipment did, or nobody. */
  readonly mergedBy: MergedBy | null;
  /** Who works on it; null where nobody does. */
  readonly claim: Claim | null;
  /** That somebody of the agency was done with it, whatever its sender states; null until then. */
  readonly closing: Closing | null;
  /** Until when the center has to accept an alert whose dispatch was requested, in milliseconds. */
  readonly acceptBy: number | null;
  /** Null for what is not an alert. */
  readonly alert: AlertState | null;
}

/** What is true of every incident until something becomes of it. */
export const NOTHING_YET = {
  disposition: null,
  signalledAt: null,
  claim: null,
  closing: null,
  endedAt: null,
  mergedInto: null,
  mergedBy: null,
  acceptBy: null,
} as const satisfies Partial<Incident>;

/** A person at the agency, by the name that colleagues read. */
export interface Colleague {
  readonly userId: string;
  readonly name: string;
}

/** Who works on an incident, since when, and at which of their seats. */
export interface Claim extends Colleague {
  readonly at: number;
  readonly seat: string;
}

/** Who closed an incident, when, and what became of it, in their words. */
export interface Closing extends Colleague {
  readonly at: number;
  readonly outcome: string | null;
}

/** What an alert has beyond every incident. Names stay as they were when it was raised. */
export interface AlertState {
  readonly agencyName: string;
  readonly senderName: string;
  readonly senderPhone: string | null;
  /** The center may neither answer it nor chat about it; it is called by phone. */
  readonly isSupplementalOnly: boolean;
  readonly dispatchRequestedAt: number | null;
  readonly firstViewedAt: number | null;
  readonly declineReason: string | null;
  readonly cancelReason: string | null;
  /** When and by whom the status was changed last. */
  readonly statusChangedAt: number | null;
  readonly statusChangedBy: { readonly entityName: string; readonly sender: string } | null;
  /** Users who did something about it. */
  readonly followers: readonly string[];
  /** Where it was stated to be, oldest first; the newest fifty. */
  readonly locations: readonly { readonly location: Location; readonly at: number }[];
  /** Which site it is of, where the sender states it. */
  readonly siteId: string | null;
  /** When it happened by its sender's clock, where that was ahead of its receipt; null where the clock can be right. */
  readonly saidIncidentAt: number | null;
  /** Which news of it its sender's stream and webhooks notify. */
  readonly tellsSender: readonly AlertChange[];
  /** What was reported about it after its first signal, oldest first; the newest fifty. The log has them all, with their facts. */
  readonly signals: readonly FurtherSignal[];
}

/** A further signal of an alert: who sent it about whom, and what in it was new. */
export interface FurtherSignal {
  readonly at: number;
  readonly sourceId: string | null;
  readonly callerName: string | null;
  readonly callerPhoneNumber: string | null;
  readonly callerPhoneGiven: string | null;
  readonly text: string;
}

/** Who merged a call, when, and what undoing it restores: its status, and the CAD incidents that were linked to it. */
export interface MergedBy extends Colleague {
  readonly at: number;
  readonly status: IncidentStatus;
  readonly cadIncidentIds: readonly string[];
}

/** True where the incident was merged by its equipment, which sends what comes later to the one that goes on. */
export function isMergedByEquipment({ mergedInto, mergedBy }: Pick<Incident, 'mergedInto' | 'mergedBy'>): boolean {
  return mergedInto !== null && mergedBy === null;
}

/** An incident without what only its own page shows. */
export type ListedIncident = Omit<Incident, 'facts' | 'alert'>;

/** The seat at which a call is answered, or null where the equipment did not state. */
export function positionOf(incident: Pick<Incident, 'facts'>): string | null {
  const position = incident.facts['call']?.['position'];
  return typeof position === 'string' ? position : null;
}

/** The class of service of the call, for ANI/ALI readers; null where the equipment did not state. */
export function classOfServiceOf(incident: Pick<Incident, 'facts'>): string | null {
  const given = incident.facts['call']?.['class_of_service'];
  return typeof given === 'string' ? given : null;
}

/** `MOBILE_PANIC` reads "Mobile panic", `CO` stays as it is, and so does what is not such a name. */
export function displayName(name: string): string {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name) || name.length <= 3) return name;
  return name.charAt(0) + name.slice(1).toLowerCase().replaceAll('_', ' ');
}
