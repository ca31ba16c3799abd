import { furtherMembers, type Members } from '../../incidents/incident/further-members.ts';
import type { MapLocation, MapResource } from '../../incidents/mapdata/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { numberOf, wholeNumber } from './reading.ts';

type Values = ReadonlyMap<string, string>;

const LARGEST_FILE_BYTES = 999_999_999;

/** Degrees from a text. Refuses what is no number or beyond `most` either way. */
export function degrees(text: string, name: string, most: 90 | 180): number {
  const value = /^ *[+-]?\d{1,3}(\.\d{1,20})? *$/.test(text) ? Number(text) : Number.NaN;
  if (!(Math.abs(value) <= most)) {
    throw refuse.invalidRequest({ description: `${name} must be degrees from -${most} to ${most}` });
  }
  return value;
}

function required(values: Values, name: string): string {
  const value = values.get(name)?.trim() ?? '';
  if (value === '') throw refuse.invalidRequest({ description: `${name} is missing` });
  return value;
}

function atMost(text: string, name: string, characters: number): string {
  if (text.length > characters) {
    throw refuse.invalidRequest({ description: `${name} must have at most ${characters} characters` });
  }
  return text;
}

function optional(values: Values, name: string, characters: number, otherwise = ''): string {
  return atMost(values.get(name)?.trim() ?? otherwise, name, characters);
}

/** What else is stated. */
function others(values: Values, names: readonly string[]): Members {
  return furtherMembers(Object.fromEntries([...values].filter(([name]) => !names.includes(name))));
}

const LOCATION_FIELDS = ['name', 'description', 'icon_id', 'icon_color', 'location_type', 'latitude', 'longitude'];
const RESOURCE_FIELDS = ['location_id', 'title', 'filename', 'extension', 'size', 'details'];

/** A place in the model's words. Fields are named as they are read; what an icon is, is the client's own affair. */
export function readNewLocation(values: Values): Omit<MapLocation, 'number'> {
  return {
    name: atMost(required(values, 'name'), 'name', 200),
    description: optional(values, 'description', 4_000),
    iconId: optional(values, 'icon_id', 20, '0'),
    iconColor: optional(values, 'icon_color', 20, 'blue'),
    locationType: optional(values, 'location_type', 60, 'building'),
    latitude: degrees(required(values, 'latitude'), 'latitude', 90),
    longitude: degrees(required(values, 'longitude'), 'longitude', 180),
    further: others(values, LOCATION_FIELDS),
  };
}

/** What is known of a file, in the model's words. The extension is the file name's where it is not stated. */
export function readNewResource(values: Values): Omit<MapResource, 'number'> {
  const locationNumber = numberOf({ id: required(values, 'location_id') });
  if (locationNumber === 0) throw refuse.invalidRequest({ description: 'location_id must be the id of a location' });
  const filename = optional(values, 'filename', 255);
  const [, extension = ''] = /\.([A-Za-z0-9]{1,20})$/.exec(filename) ?? [];
  return {
    locationNumber,
    title: atMost(required(values, 'title'), 'title', 200),
    filename,
    extension: optional(values, 'extension', 20, extension),
    sizeBytes: wholeNumber(values.get('size'), 'size', { least: 0, most: LARGEST_FILE_BYTES }) ?? 0,
    details: optional(values, 'details', 4_000),
    further: others(values, RESOURCE_FIELDS),
  };
}
