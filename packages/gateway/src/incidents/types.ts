export type IncidentKind = 'alert' | 'call' | 'cad';

/** The life of an alert; `wire/rapidsos` calls these its status names. */
export const ALERT_STATUSES = {
  NEW: 'New',
  IGNORED: 'Ignored',
  DISPATCH_REQUESTED: 'Dispatch requested',
  ACCEPTED: 'Received',
  DECLINED: 'Declined',
  TIMEOUT: 'Timed out',
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

export interface CivicAddress {
  readonly name: string | null;
  readonly street1: string | null;
  readonly street2: string | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string | null;
  readonly zipCode: string | null;
}

/** Where the incident is. `uncertaintyRadius` is in metres, null where the source did not say. */
export interface Location {
  readonly latitude: number;
  readonly longitude: number;
  readonly uncertaintyRadius: number | null;
  /** Percent; missing where the source did not say. */
  readonly confidence?: number | null;
  /** Metres above the WGS 84 ellipsoid; missing where the source did not say. */
  readonly height?: number | null;
  readonly civic: CivicAddress | null;
  readonly source: string;
  readonly locatedAt: number;
}

/** Everything else a partner said, grouped by what it is about: `caller`, `alarm`, `vehicle`, … Kept as it was sent. */
export type Facts = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** One emergency. Phone numbers are E.164; the number as it was given is kept beside it. */
export interface Incident {
  readonly id: string;
  readonly agencyId: string;
  readonly kind: IncidentKind;
  readonly status: IncidentStatus;
  readonly disposition: string | null;
  readonly originClientId: string | null;
  readonly sourceId: string | null;
  readonly callerName: string | null;
  readonly callerPhoneNumber: string | null;
  readonly callerPhoneGiven: string | null;
  readonly emergencyType: string | null;
  readonly siteType: string | null;
  readonly isTest: boolean;
  readonly description: string | null;
  readonly suppliedBy: string;
  readonly location: Location | null;
  readonly facts: Facts;
  readonly incidentAt: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Null while a call goes on; always null for an alert. */
  readonly endedAt: number | null;
  /** The incident that goes on in the place of this one. */
  readonly mergedInto: string | null;
}

/** An incident without the facts that only its own page shows. */
export type ListedIncident = Omit<Incident, 'facts'>;

/** The seat at which a call is answered, or null where the equipment did not say. */
export function positionOf(incident: Pick<Incident, 'facts'>): string | null {
  const position = incident.facts['call']?.['position'];
  return typeof position === 'string' ? position : null;
}

const ALERT_PREFIX = 'alert-';

/** The id by which partners know an alert. */
export function alertIdOf(incident: Pick<Incident, 'id'>): string {
  return `${ALERT_PREFIX}${incident.id}`;
}

/** The incident an alert id names; the prefix may be missing. */
export function incidentIdOf(alertId: string): string {
  return alertId.startsWith(ALERT_PREFIX) ? alertId.slice(ALERT_PREFIX.length) : alertId;
}
