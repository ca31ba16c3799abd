import { cutText } from '../../kernel/text.ts';
import { refuseOtherSystem } from './reference-system.ts';
import { isRecord, WHAT_IS_TAKEN, wrong } from './wrong-boundary.ts';

/** More than the counties of a country; each is looked at. */
const MOST_FEATURES = 10_000;
/** Properties that hold a feature's name in the files of agencies and of the census, in small letters, best first. */
const NAME_PROPERTIES = ['name', 'namelsad', 'namelsad20', 'name20', 'name_long', 'title', 'label', 'agency', 'county'];

/** A polygon as it stands in the file, and how an error names it. */
export interface GivenPolygon {
  readonly where: string;
  readonly rings: unknown;
}

/** A feature with polygons, as it stands in the file. */
export interface GivenFeature {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly name: string | null;
  readonly polygons: readonly GivenPolygon[];
}

/** Without characters that cannot be seen, and so that two spellings of one name are one. */
export function plainName(text: string): string {
  return cutText(text.normalize('NFC').replaceAll(/\s+/gu, ' ').replaceAll(/\p{C}/gu, ''), 120).trim();
}

function nameOf(feature: Readonly<Record<string, unknown>>): string | null {
  const properties = isRecord(feature['properties']) ? Object.entries(feature['properties']) : [];
  const named = NAME_PROPERTIES.map((wanted) => properties.find(([key]) => key.toLowerCase() === wanted)?.[1]);
  for (const value of [...named, feature['id']]) {
    if (typeof value !== 'string' && typeof value !== 'number') continue;
    const name = plainName(String(value));
    if (name !== '') return name;
  }
  return null;
}

/** The polygons of a geometry; none where it has none. Refuses another reference system. */
function polygonsOf(geometry: Readonly<Record<string, unknown>>, place: string): GivenPolygon[] {
  refuseOtherSystem(geometry);
  const at = (text: string) => (place === '' ? text : `${place}, ${text.charAt(0).toLowerCase()}${text.slice(1)}`);
  switch (geometry['type']) {
    case 'Polygon':
      return [{ where: at('The polygon'), rings: geometry['coordinates'] }];
    case 'MultiPolygon': {
      const polygons = geometry['coordinates'];
      if (Array.isArray(polygons) && polygons.length > 0) {
        return polygons.map((rings, index) => ({ where: at(`Polygon ${index + 1}`), rings }));
      }
      throw wrong(`${at('The MultiPolygon')} is a list of polygons with at least one of them`);
    }
    case 'GeometryCollection': {
      const members: readonly unknown[] = Array.isArray(geometry['geometries']) ? geometry['geometries'] : [];
      return members.flatMap((member, index) => {
        // A collection within a collection is to be avoided (RFC 7946 section 3.1.8) and is not looked into.
        if (!isRecord(member) || member['type'] === 'GeometryCollection') return [];
        return polygonsOf(member, at(`Geometry ${index + 1}`));
      });
    }
    default:
      return [];
  }
}

function typeOf(value: unknown): string {
  if (!isRecord(value)) return 'no geometry';
  return typeof value['type'] === 'string' ? cutText(plainName(value['type']), 40) : 'of no type';
}

/** `2 "Harbor City"`: a feature as a sentence names it. */
export function featureText({ number, name }: Pick<GivenFeature, 'number' | 'name'>): string {
  return name === null ? String(number) : `${number} "${name}"`;
}

/**
 * The features of a GeoJSON document that have polygons, in its order; a bare geometry is the first. Refuses what has none, more
 * than 10,000 features, and a reference system other than WGS 84.
 */
export function findFeatures(given: unknown): GivenFeature[] {
  if (!isRecord(given)) throw wrong(WHAT_IS_TAKEN);
  refuseOtherSystem(given);
  if (given['type'] !== 'FeatureCollection') {
    const feature = given['type'] === 'Feature' ? given : { geometry: given };
    const geometry = feature['geometry'];
    const polygons = isRecord(geometry) ? polygonsOf(geometry, '') : [];
    if (polygons.length === 0) throw wrong(`${WHAT_IS_TAKEN}; this is ${typeOf(geometry)}`);
    return [{ number: 1, name: nameOf(feature), polygons }];
  }
  const features: readonly unknown[] = Array.isArray(given['features']) ? given['features'] : [];
  if (features.length > MOST_FEATURES) {
    throw wrong(`The FeatureCollection has ${features.length} features and may have ${MOST_FEATURES}`);
  }
  const found = features.flatMap((feature, index): GivenFeature[] => {
    if (!isRecord(feature)) return [];
    refuseOtherSystem(feature);
    const identity = { number: index + 1, name: nameOf(feature) };
    const geometry = feature['geometry'];
    if (!isRecord(geometry)) return [];
    const polygons = polygonsOf(geometry, features.length === 1 ? '' : `Feature ${featureText(identity)}`);
    return polygons.length === 0 ? [] : [{ ...identity, polygons }];
  });
  if (found.length > 0) return found;
  throw wrong(`${WHAT_IS_TAKEN}; this is a FeatureCollection of ${features.length} without a polygon`);
}
