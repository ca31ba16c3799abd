import { JSONParser, TokenType } from '@streamparser/json';
import { DomainError, refuse } from '../../kernel/errors.ts';
import { readGeoPackage } from './read-geopackage.ts';
import type { FileRecord } from './read-record.ts';

export type AddressFormat = 'geojson' | 'csv' | 'gpkg';

const RECORD_CHARACTERS = 1_000_000;
/** A collection has features, these geometries, and those lists of lists. */
const NESTED_AT_MOST = 32;
const refused = (description: string) => refuse.invalidRequest({ description });

/**
 * The rows of a file of addresses, a piece of it in memory at a time: features of a GeoJSON feature collection, or lines of a CSV with
 * a header, whose position is in columns of longitude and latitude or in one of well-known text; or those of a GeoPackage, which is in
 * memory as a whole. Refuses what is none of them (`invalid_request`).
 * @see RFC 7946, RFC 4180
 */
export async function* readFile(
  format: AddressFormat,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly FileRecord[]> {
  if (format === 'gpkg') yield* readGeoPackage(pieces);
  else yield* format === 'geojson' ? featuresOf(pieces) : rowsOf(pieces);
}

async function* featuresOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly FileRecord[]> {
  let read: FileRecord[] = [];
  let isCollection = false;
  let [depth, tokenAt, valueEnd] = [0, 0, 0];
  const parser = new JSONParser({ paths: ['$.type', '$.features.*'], keepStack: false });
  parser.onValue = ({ value, key }) => {
    valueEnd = tokenAt;
    if (key === 'type') isCollection = value === 'FeatureCollection';
    else {
      const { properties, geometry } = (value ?? {}) as { properties?: unknown; geometry?: unknown };
      read.push({ fields: (properties ?? {}) as Record<string, unknown>, geometry });
    }
  };
  const checkSize = (bytes: number) => {
    if (bytes > RECORD_CHARACTERS) throw refused(`A feature must have ${RECORD_CHARACTERS} bytes at most`);
  };
  // What is read between two features is in memory as a whole.
  parser.onToken = ({ token, offset }) => {
    if (token === TokenType.LEFT_BRACE || token === TokenType.LEFT_BRACKET) depth += 1;
    if (token === TokenType.RIGHT_BRACE || token === TokenType.RIGHT_BRACKET) depth -= 1;
    if (depth > NESTED_AT_MOST) throw refused(`Its lists and objects must be nested ${NESTED_AT_MOST} deep at most`);
    checkSize(offset - valueEnd);
    tokenAt = offset;
  };
  try {
    let length = 0;
    for await (const piece of pieces) {
      parser.write(piece);
      // A text that does not end is no token yet.
      length += piece.length;
      checkSize(length - piece.length - tokenAt);
      yield read;
      read = [];
    }
    if (!parser.isEnded) parser.end();
  } catch (err) {
    if (err instanceof DomainError) throw err;
    throw refuse.invalidRequest({
      description: 'It is no whole GeoJSON file: a JSON object of the type FeatureCollection',
      logDetail: String(err),
      cause: err,
    });
  }
  if (!isCollection) throw refused('It must be a GeoJSON object of the type FeatureCollection');
}

const WELL_KNOWN_TEXT = ['wkt', 'geom', 'geometry', 'thegeom', 'shape'];
const LONGITUDES = ['longitude', 'long', 'lon', 'lng', 'x'];
const LATITUDES = ['latitude', 'lat', 'y'];

type Row = Readonly<Record<string, string>>;

function columnAmong(row: Row, names: readonly string[]): string | undefined {
  const columns = Object.keys(row);
  const plain = (column: string) => column.toLowerCase().replaceAll(/[\s_-]/g, '');
  return names.flatMap((name) => columns.find((column) => plain(column) === name) ?? [])[0];
}

/** Before the parenthesis; a longer text is none, and is not looked through. */
const WELL_KNOWN_KIND = /^\s*(?:SRID=4326;)?\s*(MULTIPOINT|POINT|MULTILINESTRING|LINESTRING)\s*(?:ZM?|M)?\s*$/i;
const KIND_CHARACTERS = 60;

/** A geometry of well-known text: `POINT (x y)`, `LINESTRING (x y, x y)` and their collections. */
function fromWellKnownText(text: string): unknown {
  const opening = text.indexOf('(');
  const inner = text.slice(opening + 1).trimEnd();
  if (opening < 0 || opening > KIND_CHARACTERS || !inner.endsWith(')')) return null;
  const [, kind] = WELL_KNOWN_KIND.exec(text.slice(0, opening)) ?? [];
  if (kind === undefined) return null;
  const positions = inner
    .split(',')
    .map((position) => position.replaceAll(/[()]/g, ' ').trim().split(/\s+/).map(Number));
  return /POINT/i.test(kind)
    ? { type: 'Point', coordinates: positions[0] }
    : { type: 'LineString', coordinates: positions };
}

async function* rowsOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly FileRecord[]> {
  const { parse } = await import('csv-parse');
  const parser = parse({
    columns: true,
    bom: true,
    trim: true,
    relax_column_count: true,
    max_record_size: RECORD_CHARACTERS,
  });
  let read: Row[] = [];
  let geometryOf: ((row: Row) => unknown) | undefined;
  let failure: Error | undefined;
  parser.on('data', (row: Row) => read.push(row));
  parser.on('error', (err) => {
    failure = err;
  });
  const taken = () => {
    if (failure !== undefined) {
      const { message } = failure;
      throw refuse.invalidRequest({ description: `It is no CSV file with a header: ${message}`, cause: failure });
    }
    const rows = read;
    read = [];
    if (rows[0] !== undefined) geometryOf ??= geometryColumnsOf(rows[0]);
    return rows.map((row) => ({ fields: row, geometry: geometryOf?.(row) }));
  };
  for await (const piece of pieces) {
    await new Promise<void>((resolve) => parser.write(piece, () => resolve()));
    yield taken();
  }
  await new Promise<void>((resolve) => {
    parser.once('close', resolve);
    parser.end();
  });
  yield taken();
}

function geometryColumnsOf(row: Row): (row: Row) => unknown {
  const text = columnAmong(row, WELL_KNOWN_TEXT);
  if (text !== undefined) return (each) => fromWellKnownText(each[text] ?? '');
  const [longitude, latitude] = [columnAmong(row, LONGITUDES), columnAmong(row, LATITUDES)];
  if (longitude === undefined || latitude === undefined) {
    throw refused('Its header must name the columns Longitude and Latitude, or one of well-known text, WKT');
  }
  const numberIn = (value: string | undefined) => (value === undefined || value === '' ? Number.NaN : Number(value));
  return (each) => ({ type: 'Point', coordinates: [numberIn(each[longitude]), numberIn(each[latitude])] });
}
