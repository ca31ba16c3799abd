import { Active911LocationRequest, Active911ResourceRequest } from '@sallyport/contract';
import type { TObject } from 'typebox';
import { furtherMembers, type Members } from '../../incidents/incident/further-members.ts';
import type { MapLocation, MapResource } from '../../incidents/mapdata/types.ts';
import { refuse } from '../../kernel/errors.ts';
import { isVisible } from '../../kernel/text.ts';
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
  if (!isVisible(value)) throw refuse.invalidRequest({ description: `${name} is missing` });
  return value;
}

/** The text of a field, with at most the characters that its schema states. */
function atMost(text: string, schema: TObject, name: string): string {
  const { maxLength = 0 } = schema.properties[name] as { maxLength?: number };
  if (text.length > maxLength) {
    throw refuse.invalidRequest({ description: `${name} must have at most ${maxLength} characters` });
  }
  return text;
}

function optional(values: Values, schema: TObject, name: string, otherwise = ''): string {
  return atMost(values.get(name)?.trim() ?? otherwise, schema, name);
}

/** What else is stated. */
function others(values: Values, { properties }: TObject): Members {
  return furtherMembers(Object.fromEntries([...values].filter(([name]) => !Object.hasOwn(properties, name))));
}

/** A place in the model's words. Fields are named as they are read; what an icon is, is the client's own affair. */
export function readNewLocation(values: Values): Omit<MapLocation, 'number'> {
  return {
    name: atMost(required(values, 'name'), Active911LocationRequest, 'name'),
    description: optional(values, Active911LocationRequest, 'description'),
    iconId: optional(values, Active911LocationRequest, 'icon_id', '0'),
    iconColor: optional(values, Active911LocationRequest, 'icon_color', 'blue'),
    locationType: optional(values, Active911LocationRequest, 'location_type', 'building'),
    latitude: degrees(required(values, 'latitude'), 'latitude', 90),
    longitude: degrees(required(values, 'longitude'), 'longitude', 180),
    further: others(values, Active911LocationRequest),
  };
}

/** What is known of a file, in the model's words. The extension is the file name's where it is not stated. */
export function readNewResource(values: Values): Omit<MapResource, 'number'> {
  const locationNumber = numberOf({ id: required(values, 'location_id') });
  if (locationNumber === 0) throw refuse.invalidRequest({ description: 'location_id must be the id of a location' });
  const filename = optional(values, Active911ResourceRequest, 'filename');
  const [, extension = ''] = /\.([A-Za-z0-9]{1,20})$/.exec(filename) ?? [];
  return {
    locationNumber,
    title: atMost(required(values, 'title'), Active911ResourceRequest, 'title'),
    filename,
    extension: optional(values, Active911ResourceRequest, 'extension', extension),
    sizeBytes: wholeNumber(values.get('size'), 'size', { least: 0, most: LARGEST_FILE_BYTES }) ?? 0,
    details: optional(values, Active911ResourceRequest, 'details'),
    further: others(values, Active911ResourceRequest),
  };
}
