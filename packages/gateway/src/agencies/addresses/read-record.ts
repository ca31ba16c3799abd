import { cellCountOf } from './grid.ts';
import type { AddressPoint, NumberRange, Position, StreetSegment } from './types.ts';

/** A row of a file: its fields as they are named there, and where it is. */
export interface FileRecord {
  readonly fields: Readonly<Record<string, unknown>>;
  /** A GeoJSON geometry (RFC 7946 section 3.1), or what stands in its place. */
  readonly geometry: unknown;
}

/** A record that was read, or why it is left out. */
export type ReadRecord =
  | { readonly kind: 'points'; readonly point: AddressPoint }
  | { readonly kind: 'streets'; readonly segment: StreetSegment }
  | { readonly kind: 'skipped'; readonly reason: string };

const TEXT_CHARACTERS = 120;
const POSITIONS_AT_MOST = 5_000;
/** Some 100 km. A road has a record from one crossing to the next. */
const CELLS_AT_MOST = 500;
/** What a byte is read as that is not UTF-8. */
const UNREADABLE = '\ufffd';

/**
 * Names of fields by what they state, the first that has a value counting: those of NENA's NG9-1-1 GIS data model (NENA-STA-006), of
 * the models before it, of the National Address Database and of OpenAddresses. Compared without regard to case and to `_`.
 */
const FIELDS = {
  number: ['AddNo_Full', 'Add_Number', 'AddressNumber', 'House_Number', 'HouseNumber', 'Number', 'Add_Num'],
  numberBefore: ['AddNum_Pre'],
  numberAfter: ['AddNum_Suf'],
  wholeStreet: ['StNam_Full', 'St_Full', 'FullStreetName', 'FullName', 'Street'],
  street: [...['St_PreMod', 'St_PreDir', 'St_PreTyp', 'St_PreSep', 'St_Name', 'St_PosTyp', 'St_PosDir', 'St_PosMod']],
  streetName: ['St_Name', 'StreetName', 'LSt_Name', 'StN_Name'],
  earlierStreet: ['LSt_PreDir', 'LSt_Name', 'LSt_Type', 'LSt_PosDir'],
  unit: ['Unit', 'SubAddress', 'Apt'],
  city: [
    'Post_Comm',
    'Post_City',
    'Inc_Muni',
    'Uninc_Comm',
    'City',
    'MSAGComm',
    'PostComm_L',
    'IncMuni_L',
    'UnincCom_L',
  ],
  state: ['State', 'State_L', 'Region'],
  postalCode: ['Post_Code', 'Zip_Code', 'ZipCode', 'Zip', 'PostCode', 'PostalCode', 'PostCode_L'],
} as const;
const RANGES = [
  ['FromAddr_L', 'ToAddr_L'],
  ['FromAddr_R', 'ToAddr_R'],
  ['LFromAdd', 'LToAdd'],
  ['RFromAdd', 'RToAdd'],
] as const;

const nameOf = (field: string) => field.toLowerCase().replaceAll(/[\s_-]/g, '');
const inPlainNames = (names: readonly string[]) => names.map(nameOf);
const SOUGHT = Object.fromEntries(Object.entries(FIELDS).map(([what, names]) => [what, inPlainNames(names)])) as Record<
  keyof typeof FIELDS,
  string[]
>;

type Fields = ReadonlyMap<string, string>;

function fieldsOf(given: Readonly<Record<string, unknown>>): Fields {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(given)) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const text = String(value)
      .replaceAll(/[\p{C}\s]+/gu, ' ')
      .trim();
    if (text !== '' && !/^(null|<null>)$/i.test(text)) fields.set(nameOf(name), text.slice(0, TEXT_CHARACTERS));
  }
  return fields;
}

const first = (fields: Fields, names: readonly string[]): string | null =>
  names.map((name) => fields.get(name)).find((value) => value !== undefined) ?? null;
const joined = (fields: Fields, names: readonly string[], by = ' '): string =>
  names.flatMap((name) => fields.get(name) ?? []).join(by);

function streetOf(fields: Fields): string {
  if (fields.has('stname')) {
    const type = fields.has('stpostyp') ? [] : ['streettype', 'posttype'];
    return joined(fields, [...SOUGHT.street, ...type]);
  }
  if (fields.has('lstname')) return joined(fields, SOUGHT.earlierStreet);
  const whole = first(fields, SOUGHT.wholeStreet);
  if (whole !== null) return whole;
  const named = first(fields, SOUGHT.streetName);
  return named === null ? '' : [named, first(fields, ['stpostyp', 'streettype'])].filter(Boolean).join(' ');
}

function placeOf(fields: Fields): string {
  const region = [first(fields, SOUGHT.state), first(fields, SOUGHT.postalCode)].filter(Boolean).join(' ');
  return [first(fields, SOUGHT.city), region].filter(Boolean).join(', ');
}

function numberOf(fields: Fields): string | null {
  const number = first(fields, SOUGHT.number);
  if (number === null || !/\d/.test(number)) return null;
  if (fields.has('addnofull')) return number;
  return [first(fields, SOUGHT.numberBefore), number, first(fields, SOUGHT.numberAfter)].filter(Boolean).join(' ');
}

function positionOf(given: unknown): Position | null {
  if (!Array.isArray(given)) return null;
  const [longitude, latitude] = given as unknown[];
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return null;
  const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && !(latitude === 0 && longitude === 0);
  return isOnEarth ? { latitude, longitude } : null;
}

function rangesOf(fields: Fields): NumberRange[] {
  return RANGES.flatMap(([fromName, toName]) => {
    const [from, to] = [Number(fields.get(nameOf(fromName))), Number(fields.get(nameOf(toName)))];
    return Number.isSafeInteger(from) && Number.isSafeInteger(to) && (from > 0 || to > 0) ? [{ from, to }] : [];
  });
}

function readPoint(fields: Fields, coordinates: unknown): ReadRecord {
  const position = positionOf(coordinates);
  if (position === null) return { kind: 'skipped', reason: 'its position must be longitude and latitude of WGS 84' };
  const number = numberOf(fields);
  const street = streetOf(fields);
  if (number === null) return { kind: 'skipped', reason: 'it has no house number (Add_Number)' };
  if (street === '') return { kind: 'skipped', reason: 'it has no street (St_Name, or Street)' };
  const unit = first(fields, SOUGHT.unit);
  return { kind: 'points', point: { ...position, number, street, unit, place: placeOf(fields) } };
}

function readSegment(fields: Fields, parts: readonly unknown[]): ReadRecord {
  if (parts.length > POSITIONS_AT_MOST)
    return { kind: 'skipped', reason: `it has over ${POSITIONS_AT_MOST} positions` };
  const line = parts.map(positionOf);
  const whole = line.filter((position) => position !== null);
  if (whole.length < line.length || whole.length < 2) {
    return { kind: 'skipped', reason: 'its line must have two positions or more of WGS 84, longitude first' };
  }
  if (cellCountOf(whole) > CELLS_AT_MOST) return { kind: 'skipped', reason: 'its line is longer than 100 km' };
  const street = streetOf(fields);
  if (street === '') return { kind: 'skipped', reason: 'it has no street (St_Name, or Street)' };
  return { kind: 'streets', segment: { street, place: placeOf(fields), ranges: rangesOf(fields), line: whole } };
}

/** What one row of a file states: an address point, a part of a road, or why it is neither. */
export function readRecord({ fields: given, geometry }: FileRecord): ReadRecord {
  const fields = fieldsOf(given);
  if (`${streetOf(fields)}${placeOf(fields)}`.includes(UNREADABLE)) {
    return { kind: 'skipped', reason: 'its street or place is not in UTF-8; save the file in UTF-8' };
  }
  const { type, coordinates } = (geometry ?? {}) as { type?: unknown; coordinates?: unknown };
  if (type === 'Point') return readPoint(fields, coordinates);
  if (!Array.isArray(coordinates)) return { kind: 'skipped', reason: 'it has no position' };
  if (type === 'MultiPoint') return readPoint(fields, coordinates[0]);
  if (type === 'LineString') return readSegment(fields, coordinates);
  if (type === 'MultiLineString') return readSegment(fields, coordinates.flat(1));
  return { kind: 'skipped', reason: 'it must be a point or a line' };
}
