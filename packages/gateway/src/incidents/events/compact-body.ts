import { type CompactAlertState, compactAlertState, wholeAlertState } from '../incident/alert-state.ts';
import {
  type CompactLocation,
  compactLocation,
  type TypeFacts,
  toStoredType,
  wholeLocation,
  withoutUsual,
  withUsual,
} from '../incident/stored-form.ts';
import { type Incident, NOTHING_YET } from '../incident/types.ts';
import type { EventBodies } from './bodies.ts';
import type { EventType } from './types.ts';

type MemberOf<Body> = Body extends unknown ? keyof Body : never;
type ValueOf<Body, Member> = Body extends unknown ? (Member extends keyof Body ? Body[Member] : never) : never;

/** Every member of every body, as it is stored: those that were added later are missing in older rows. */
export type StoredBody = {
  readonly [Member in MemberOf<EventBodies[EventType]>]?: ValueOf<EventBodies[EventType], Member>;
};

const withStoredType = <Part extends TypeFacts>(part: Part) => ({ ...part, emergencyType: toStoredType(part) });

/** What is stored of a body: the types in it stand as rows have them. */
export function toStoredBody(body: EventBodies[EventType]): StoredBody {
  return {
    ...body,
    ...('incident' in body && { incident: withStoredType(body.incident) }),
    ...('signal' in body && { signal: withStoredType(body.signal) }),
  };
}

/** What the row of an event states beside its body. */
export interface BodyPlace {
  readonly agencyId: string;
  readonly incidentId: string;
  readonly at: number;
}

type CompactIncident = Partial<Omit<Incident, 'location' | 'alert'>> & {
  readonly location?: CompactLocation;
  readonly alert?: CompactAlertState;
};

/** A body without what its row states, what is null and what is as usual: the third version. */
export type CompactBody = Omit<StoredBody, 'incident' | 'location'> & {
  readonly incident?: CompactIncident;
  readonly location?: CompactLocation;
};

/** What an incident is, unless its body states something else. */
function usualIncident({ agencyId, incidentId, at }: BodyPlace, createdAt = at): Partial<Incident> {
  return {
    id: incidentId,
    agencyId,
    createdAt: at,
    updatedAt: at,
    listedAt: createdAt,
    originClientId: null,
    sourceId: null,
    callerName: null,
    callerPhoneNumber: null,
    callerPhoneGiven: null,
    emergencyType: null,
    siteType: null,
    isTest: false,
    isActiveAssailant: false,
    description: null,
    location: null,
    facts: {},
    ...NOTHING_YET,
    alert: null,
  };
}

function compactIncident(incident: Incident, place: BodyPlace): CompactIncident {
  const { location, alert, ...rest } = withoutUsual(incident, usualIncident(place, incident.createdAt));
  return {
    ...rest,
    ...(location && { location: compactLocation(location) }),
    ...(alert && { alert: compactAlertState(alert, incident) }),
  };
}

function wholeIncident({ location, alert, ...rest }: CompactIncident, place: BodyPlace): Incident {
  const usual = usualIncident(place, rest.createdAt);
  const incident = withUsual<Incident>({ ...rest, ...(location && { location: wholeLocation(location) }) }, usual);
  return alert === undefined ? incident : { ...incident, alert: wholeAlertState(alert, incident) };
}

/** The body as it is written into the row of that place. */
export function compactBody({ incident, location, ...rest }: StoredBody, place: BodyPlace): CompactBody {
  return {
    ...rest,
    ...(incident && { incident: compactIncident(incident, place) }),
    ...(location && { location: compactLocation(location) }),
  };
}

/** What `compactBody` was given, member for member. */
export function wholeBody({ incident, location, ...rest }: CompactBody, place: BodyPlace): StoredBody {
  return {
    ...rest,
    ...(incident && { incident: wholeIncident(incident, place) }),
    ...(location && { location: wholeLocation(location) }),
  };
}
