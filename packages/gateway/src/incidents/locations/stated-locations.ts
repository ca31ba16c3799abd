import { describePlaces } from '../../agencies/addresses/describe-place.ts';
import type { PlaceInWords } from '../../agencies/addresses/types.ts';
import type { Database } from '../../database/database.ts';
import { isOfType } from '../events/by-type.ts';
import type { IncidentEvent } from '../events/types.ts';
import { type Coordinates, coordinatesOf, type Incident, type Location } from '../incident/types.ts';

/** How a location came to be known. */
export type LocationKind = 'carrier' | 'supplemental' | 'geocoded';

/** A location of an incident, with what it is in words where the agency has addresses near it. */
export interface StatedLocation {
  readonly id: string;
  readonly kind: LocationKind;
  readonly location: Location;
  readonly receivedAt: number;
  readonly place: PlaceInWords | null;
}

const LOCATIONS_AT_MOST = 100;
/** What the network that a call came by states: automatic location information, wireless phases, its methods of measuring. */
const OF_CARRIER = /\b(ali|carrier|network|cell|tower|phase ?(1|2|i|ii)|wph[12]|wrls|aflt|u-?tdoa|otdoa|a-?gps)\b/i;

function kindOf({ geocoded, source }: Location, classOfService: string | null): LocationKind {
  if (geocoded !== undefined) return 'geocoded';
  return classOfService !== null || OF_CARRIER.test(source) ? 'carrier' : 'supplemental';
}

/** Where an incident was stated to be, the newest first, at most 100, each with its nearest address and cross streets. */
export async function statedLocations(
  { database }: { database: Database },
  { incident, history }: { incident: Incident; history: readonly IncidentEvent[] },
): Promise<readonly StatedLocation[]> {
  const events = history.filter(isOfType('location.updated')).slice(-LOCATIONS_AT_MOST).reverse();
  const stated = events.map(({ at, body: { id, location, classOfService } }) => ({
    ...{ id, location, receivedAt: location.receivedAt ?? at, kind: kindOf(location, classOfService) },
  }));
  const placed = stated.flatMap(({ id, location }) => {
    const coordinates = coordinatesOf(location);
    return coordinates === null ? [] : [[id, coordinates] as const];
  });
  const distinct = new Map<string, Coordinates>(placed.map(([, coordinates]) => [nameOf(coordinates), coordinates]));
  const places = await describePlaces({ database }, incident.agencyId, [...distinct.values()]);
  const byName = new Map([...distinct.keys()].map((name, index) => [name, places[index] ?? null]));
  return stated.map((each) => {
    const coordinates = coordinatesOf(each.location);
    return { ...each, place: coordinates === null ? null : (byName.get(nameOf(coordinates)) ?? null) };
  });
}

const nameOf = ({ latitude, longitude }: Coordinates) => `${latitude},${longitude}`;
