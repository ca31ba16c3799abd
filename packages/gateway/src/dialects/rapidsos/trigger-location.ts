import { isAbsent, isGroup, whatIsLeft } from '../../incidents/incident/further-members.ts';
import type { CivicAddress, Location } from '../../incidents/incident/types.ts';
import { toUncertainty } from '../../incidents/locations/as-received.ts';
import { refuse } from '../../kernel/errors.ts';
import { inOneText, number, type Taken, text, toNumber } from './read-variable.ts';

/** The names each part of an address goes by, the published one first. */
const CIVIC_PARTS = {
  name: { names: ['name'], maximumLength: 200 },
  street1: { names: ['street_1', 'street1', 'street', 'street_address', 'address', 'address_1'], maximumLength: 200 },
  street2: { names: ['street_2', 'street2', 'unit', 'apartment', 'suite', 'address_2'], maximumLength: 200 },
  city: { names: ['city', 'locality'], maximumLength: 128 },
  state: { names: ['state', 'region'], maximumLength: 32 },
  country: { names: ['country', 'country_code'], maximumLength: 32 },
  zipCode: { names: ['zip_code', 'zip', 'zipcode', 'postal_code'], maximumLength: 10 },
} as const satisfies Record<keyof CivicAddress, { names: readonly string[]; maximumLength: number }>;

const NO_ADDRESS: CivicAddress = {
  name: null,
  street1: null,
  street2: null,
  city: null,
  state: null,
  country: null,
  zipCode: null,
};
const LONGEST_ADDRESS = 500;
/** The names of an address as a whole, the published one first. */
const ADDRESSES = ['civic', 'civic_address', 'address', 'postal_address', 'full_address'] as const;
const LATITUDES = ['latitude', 'lat'] as const;
const LONGITUDES = ['longitude', 'lng', 'lon', 'long'] as const;

/** A place as it is written: the object that may have coordinates, and by which name it is refused. */
interface WrittenPlace {
  readonly prefix: string;
  /** What is read is taken out of it. */
  readonly point: Taken;
  /** Where its address stands, which is taken out, too. */
  readonly civicIn: Taken | null;
}

/** Takes the first of these that states something. */
function take(from: Taken, names: readonly string[]): unknown {
  const found = names.find((name) => Object.hasOwn(from, name) && !isAbsent(from[name]));
  if (found === undefined) return undefined;
  const value = from[found];
  delete from[found];
  return value;
}

/** An address in its parts. What has no part of its own, or is longer than one, stays where it was. */
function takeParts(left: Taken): CivicAddress | null {
  const parts = Object.entries(CIVIC_PARTS).map(([part, { names, maximumLength }]) => {
    const fitting = names.filter((name) => {
      const value = left[name];
      return typeof value === 'number' || (typeof value === 'string' && value.trim().length <= maximumLength);
    });
    return [part, text(take(left, fitting), names[0], maximumLength)] as const;
  });
  const address = { ...NO_ADDRESS, ...Object.fromEntries(parts) } as CivicAddress;
  return Object.values(address).every((part) => part === null) ? null : address;
}

const isTextIn = (from: Taken) => (name: string) => typeof from[name] === 'string' && !isAbsent(from[name]);

/** The parts of an address that stand in the place itself: a street and a city are one, a single text is the whole of it. */
function takePartsBeside(from: Taken): CivicAddress | null {
  const { street1, city } = CIVIC_PARTS;
  const hasCity = city.names.some(isTextIn(from));
  const hasStreet = street1.names.some((name) => (hasCity || name !== 'address') && isTextIn(from)(name));
  return hasCity || hasStreet ? takeParts(from) : null;
}

/** An address as it is understood: in parts, as one text or several, by any of its names. What has no part of its own stays where it was. */
function takeCivic(from: Taken | null, prefix: string): CivicAddress | null {
  if (from === null) return null;
  for (const name of ADDRESSES) {
    const given = from[name];
    if (isAbsent(given)) continue;
    if (typeof given === 'string' || Array.isArray(given)) {
      const address = addressOf(inOneText(given), `${prefix}${name}`);
      if (address === null) continue;
      delete from[name];
      return address;
    }
    if (!isGroup(given)) continue;
    const left: Taken = { ...given };
    const address = takeParts(left);
    if (address === null) continue;
    from[name] = left;
    return address;
  }
  return null;
}

/** As `takeCivic`, of a place, in which the parts may stand themselves. */
function takeCivicOf(place: Taken | null, prefix: string): CivicAddress | null {
  if (place === null) return null;
  const isGiven = isGroup(place['civic']) || typeof place['civic'] === 'string';
  return (isGiven ? takeCivic(place, prefix) : null) ?? takePartsBeside(place) ?? takeCivic(place, prefix);
}

/** A whole address in one text. */
function addressOf(given: unknown, name: string): CivicAddress | null {
  const address = text(given, name, LONGEST_ADDRESS);
  return address === null ? null : { ...NO_ADDRESS, name: address };
}

/** The names by which a place's coordinates go in it. */
function coordinateNames(point: Taken): [latitude: string, longitude: string] {
  const nameIn = (names: readonly [string, ...string[]]) => names.find((name) => !isAbsent(point[name])) ?? names[0];
  return [nameIn(LATITUDES), nameIn(LONGITUDES)];
}

/** True where a place has coordinates, also those that mean nothing (0, 0). */
function hasPoint({ point }: WrittenPlace): boolean {
  return coordinateNames(point).some((name) => !isAbsent(point[name]));
}

/** True where its coordinates can be read. */
function isReadable({ point }: WrittenPlace): boolean {
  const [latitude, longitude] = coordinateNames(point).map((name) => toNumber(point[name]) ?? Number.NaN);
  return Math.abs(latitude ?? Number.NaN) <= 90 && Math.abs(longitude ?? Number.NaN) <= 180;
}

/** True where its coordinates are some place on earth, and not the 0, 0 of a form that was not filled in. */
function isSomewhere(place: WrittenPlace): boolean {
  return isReadable(place) && coordinateNames(place.point).some((name) => toNumber(place.point[name]) !== 0);
}

type Measured = Pick<
  Location,
  | 'latitude'
  | 'longitude'
  | 'uncertaintyRadius'
  | 'confidence'
  | 'height'
  | 'verticalUncertainty'
  | 'floor'
  | 'elevation'
>;

/** Takes a number out of what was written; what is none, or cannot be one of its kind, stays. */
function takeNumber(from: Taken, names: readonly string[], minimum: number, maximum: number): number | undefined {
  const name = names.find((candidate) => Object.hasOwn(from, candidate) && !isAbsent(from[candidate]));
  const value = name === undefined ? undefined : toNumber(from[name]);
  if (name === undefined || value === undefined || value < minimum || value > maximum) return undefined;
  delete from[name];
  return value;
}

/** The coordinates of a place and how they were measured. Refuses coordinates that are none, by their name. */
function takeMeasured({ prefix, point }: WrittenPlace): Measured {
  const [latitudeName, longitudeName] = coordinateNames(point);
  const latitude = number(point[latitudeName], `${prefix}.${latitudeName}`, -90, 90);
  const longitude = number(point[longitudeName], `${prefix}.${longitudeName}`, -180, 180);
  delete point[latitudeName];
  delete point[longitudeName];
  return { latitude, longitude, ...takeAccuracy(point) };
}

/** What stands beside coordinates. Accuracy that is not known is nothing to keep, but a text about it is. */
function takeAccuracy(point: Taken): Omit<Measured, 'latitude' | 'longitude'> {
  const named = ['uncertainty', 'uncertainty_radius'].find((name) => !isAbsent(point[name]));
  const uncertaintyRadius = named === undefined ? null : toUncertainty(point[named]);
  if (named !== undefined && (uncertaintyRadius !== null || toNumber(point[named]) !== undefined)) delete point[named];
  const measured = {
    confidence: takeNumber(point, ['confidence'], 0, 100),
    height: takeNumber(point, ['altitude', 'height'], -100_000, 100_000),
    verticalUncertainty: takeNumber(point, ['vertical_uncertainty'], Number.MIN_VALUE, 100_000),
    floor: takeNumber(point, ['estimated_floor_level', 'floor'], -100, 1_000),
    elevation: takeNumber(point, ['elevation'], -100_000, 100_000),
  };
  const given = Object.entries(measured).filter(([, value]) => value !== undefined);
  return { uncertaintyRadius, ...Object.fromEntries(given) };
}

interface Stamp {
  readonly suppliedBy: string;
  readonly locatedAt: number;
}

const NOT_MEASURED = { latitude: null, longitude: null, uncertaintyRadius: null } as const;

/** A group of the variables, as one that can be taken from, in its own place. */
function own(container: Taken, name: string): Taken | null {
  const value = container[name];
  if (!isGroup(value)) return null;
  const copy: Taken = { ...value };
  container[name] = copy;
  return copy;
}

/** Where a location's coordinates stand: in its `geodetic`, or flat in itself. */
function writtenIn(location: Taken | null, prefix: string): WrittenPlace[] {
  if (location === null) return [];
  const geodetic = own(location, 'geodetic');
  if (geodetic === null) return [{ prefix, point: location, civicIn: location }];
  return [{ prefix: `${prefix}.geodetic`, point: geodetic, civicIn: location }];
}

function firstAddress(places: readonly WrittenPlace[], chosen: WrittenPlace | undefined): CivicAddress | null {
  for (const { prefix, civicIn } of [...(chosen === undefined ? [] : [chosen]), ...places]) {
    const civic = takeCivicOf(civicIn, `${prefix.replace(/\.geodetic$/, '')}.`);
    if (civic !== null) return civic;
  }
  return null;
}

/**
 * Takes the alert's own location out of its variables: the first of `event.location`, `location` and `event_info` that has
 * coordinates, or an address where none has; in parts or as one text, also beside a location. What they send besides is kept with
 * it. Refuses variables that state nothing of a place, and without an address coordinates that are none.
 */
export function takeLocation(variables: Taken, { suppliedBy, locatedAt }: Stamp): Location {
  const event = own(variables, 'event');
  const inEvent = event === null ? null : own(event, 'location');
  const flat = own(variables, 'location');
  const eventInfo = own(variables, 'event_info');
  const places = [
    ...writtenIn(inEvent, 'event.location'),
    ...writtenIn(flat, 'location'),
    ...(eventInfo === null ? [] : [{ prefix: 'event_info', point: eventInfo, civicIn: null }]),
  ];
  const readable = places.find(isSomewhere) ?? places.find(isReadable);
  let civic = firstAddress(places, readable) ?? takeCivic(event, 'event.') ?? takeCivic(variables, '');
  for (const [container, name, prefix] of [
    [event, 'location', 'event.location'],
    [variables, 'location', 'location'],
  ] as const) {
    const written = container?.[name];
    if (civic !== null || typeof written !== 'string') continue;
    civic = addressOf(written, prefix);
    if (container !== null) delete container[name];
  }
  // Beside an address, coordinates that cannot be read are kept as they were sent.
  const chosen = readable ?? (civic === null ? places.find(hasPoint) : undefined);
  const measured = chosen === undefined ? NOT_MEASURED : takeMeasured(chosen);
  if (chosen === undefined && civic === null) {
    throw refuse.invalidRequest({
      description:
        'A location is missing: send location or event.location.geodetic with latitude, longitude and uncertainty, or an address as location.civic',
    });
  }
  const further = furtherOf(takeOut(event, 'location'), takeOut(variables, 'location'));
  return { ...measured, civic, source: suppliedBy, locatedAt, ...(further && { further }) };
}

function takeOut(container: Taken | null, name: string): unknown {
  const value = container?.[name];
  if (container !== null) delete container[name];
  return whatIsLeft(value);
}

/** What both places send besides; what the second repeats, or states otherwise, under a name of its own. */
function furtherOf(first: unknown, second: unknown): Readonly<Record<string, unknown>> | undefined {
  if (first === undefined && isGroup(second)) return second;
  const stated = { ...(isGroup(first) ? first : first !== undefined && { text: first }) };
  if (second !== undefined) return { ...stated, location: second };
  return Object.keys(stated).length === 0 ? undefined : stated;
}

/** Where an alert that was sent before is now, as `updated_location` states it, taken out; null where the variables have none. */
export function takeUpdatedLocation(variables: Taken, { suppliedBy, locatedAt }: Stamp): Location | null {
  const name = 'updated_location';
  const written = variables[name];
  const stamp = { source: suppliedBy, locatedAt };
  if (typeof written === 'string') {
    delete variables[name];
    const civic = addressOf(written, name);
    return civic && { ...NOT_MEASURED, civic, ...stamp };
  }
  const given = own(variables, name);
  if (given === null || isAbsent(whatIsLeft(given))) return null;
  const [place] = writtenIn(given, name);
  if (place === undefined) return null;
  const civic = takeCivicOf(given, `${name}.`);
  const isTaken = isReadable(place) || (civic === null && hasPoint(place));
  const measured = isTaken ? takeMeasured(place) : NOT_MEASURED;
  const left = takeOut(variables, name);
  return { ...measured, civic, ...stamp, ...(isGroup(left) && { further: left }) };
}
