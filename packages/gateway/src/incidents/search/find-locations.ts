import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refuse } from '../../kernel/errors.ts';
import { coordinatesOf, type Incident, type Location } from '../incident/types.ts';
import { locationAsReceived, supersedes } from '../locations/as-received.ts';
import { locationsOfIncidents } from '../locations/store.ts';
import { callerNumberOf } from './incident-query.ts';
import { incidentsByPhone } from './store.ts';

/** How old the latest location may be that is given as where the caller is now. */
const LATEST_WITHIN_MS = 60 * 60_000;
/** A circle of more metres than this sends help to the wrong place. */
const UNCERTAINTY_AT_MOST_METERS = 500;
const INCIDENTS_AT_MOST = 50;

/** A location with the incident it belongs to; `receivedAt` is when it came in, in milliseconds. */
export interface FoundLocation {
  readonly id: string;
  readonly location: Location;
  readonly receivedAt: number;
  readonly incident: Incident;
}

const byTime = (left: FoundLocation, right: FoundLocation) =>
  left.location.locatedAt - right.location.locatedAt || left.receivedAt - right.receivedAt;

/** Where the caller is, of locations in the order of their receipt, across incidents and partners: by the rule of an incident's own. */
function latestOf(received: readonly FoundLocation[]): FoundLocation[] {
  let latest: FoundLocation | undefined;
  for (const next of received) {
    const { endedAt } = next.incident;
    const isOver = endedAt !== null && endedAt <= next.receivedAt;
    if (supersedes(next.location, latest?.location ?? null, isOver)) latest = next;
  }
  return latest === undefined ? [] : [latest];
}

/**
 * Where the agency's caller is: the latest location of the last 60 minutes, or with a span those measured from `start` on,
 * oldest first, at most `limit`. Never one with an uncertainty of more than 500 m or of which the uncertainty is not known. Looks through the caller's newest
 * 50 incidents. Refuses an unreadable number (`invalid_request`) and a caller of whom none is known (`not_found`).
 */
export async function findLocations(
  { database, clock }: { database: Database; clock: Clock },
  agencyId: string,
  asked: { callerId: string; span: { start: number; limit: number } | null },
): Promise<{ phoneNumber: string; locations: readonly FoundLocation[] }> {
  const phoneNumber = await callerNumberOf({ database }, agencyId, asked.callerId, 'caller_id');
  const incidents = await incidentsByPhone(database.read, agencyId, phoneNumber, INCIDENTS_AT_MOST);
  const byId = new Map(incidents.map((incident) => [incident.id, incident]));
  const start = asked.span?.start ?? clock.now() - LATEST_WITHIN_MS;
  const known = (await locationsOfIncidents(database.read, agencyId, [...byId.keys()]))
    .flatMap(({ incidentId, callerPhone, ...rest }) => {
      const incident = byId.get(incidentId);
      // Several callers may have sent signals of one alert, each from a place of their own.
      const own = incident?.callerPhoneNumber ?? incident?.callerPhoneGiven;
      const isOwn = (callerPhone === undefined ? own : callerPhone) === phoneNumber;
      return incident === undefined || !isOwn ? [] : [{ ...rest, incident }];
    })
    .map((found) => ({ ...found, location: locationAsReceived(found.location, found.receivedAt) }))
    .filter(({ location }) => coordinatesOf(location) !== null && location.locatedAt >= start)
    .filter(({ location: { uncertaintyRadius: radius } }) => radius !== null && radius <= UNCERTAINTY_AT_MOST_METERS)
    .sort((left, right) => left.receivedAt - right.receivedAt);
  const locations = asked.span === null ? latestOf(known) : known.sort(byTime).slice(0, asked.span.limit);
  if (locations.length === 0) {
    throw refuse.notFound({
      description:
        asked.span === null
          ? 'No location of this caller from the last 60 minutes, of 500 m uncertainty or less, is known'
          : 'No location of this caller, of 500 m uncertainty or less, is known since then',
    });
  }
  return { phoneNumber, locations };
}
