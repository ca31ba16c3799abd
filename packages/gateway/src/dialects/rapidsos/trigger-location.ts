import { isAbsent, isGroup, whatIsLeft } from '../../incidents/incident/further-members.ts';
import type { CivicAddress, Location } from '../../incidents/incident/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { addressOf, hasPoint, isSomewhere, takeCivic, takeMeasured, type WrittenPlace } from './read-place.ts';
import type { Taken } from './read-variable.ts';

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
    const civic = takeCivic(civicIn, prefix.replace(/\.geodetic$/, ''));
    if (civic !== null) return civic;
  }
  return null;
}

/**
 * Takes the alert's own location out of its variables: the first of `event.location`, `location` and `event_info` that has
 * coordinates, or an address where none has; in parts or as one text. What they send besides is kept with it. Refuses variables
 * that state nothing of a place, and coordinates that are none.
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
  const chosen = places.find(isSomewhere) ?? places.find(hasPoint);
  const measured = chosen === undefined ? NOT_MEASURED : takeMeasured(chosen);
  let civic = firstAddress(places, chosen);
  for (const [container, name, prefix] of [
    [event, 'location', 'event.location'],
    [variables, 'location', 'location'],
  ] as const) {
    const written = container?.[name];
    if (civic !== null || typeof written !== 'string') continue;
    civic = addressOf(written, prefix);
    if (container !== null) delete container[name];
  }
  if (chosen === undefined && civic === null) {
    throw refuse.invalidRequest({
      description:
        'A location is missing: send location or event.location.geodetic with latitude, longitude and uncertainty',
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
  const measured = hasPoint(place) ? takeMeasured(place) : NOT_MEASURED;
  const civic = takeCivic(given, name);
  const left = takeOut(variables, name);
  return { ...measured, civic, ...stamp, ...(isGroup(left) && { further: left }) };
}
