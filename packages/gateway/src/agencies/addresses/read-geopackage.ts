import { constants, DatabaseSync } from 'node:sqlite';
import { DomainError, refuse } from '../../kernel/errors.ts';
import { readGeometry } from './read-geometry.ts';
import type { FileRecord } from './read-record.ts';

/** It is in memory as a whole. */
const BYTES_AT_MOST = 256 * 1024 * 1024;
const RECORDS_A_BATCH = 1_000;
/** A damaged file may lead around in circles. */
const RECORDS_AT_MOST = 5_000_000;
const SQLITE = 'SQLite format 3\0';
/** The layers of NENA's model that are addresses (NENA-STA-006). */
const KNOWN_LAYERS = ['sitestructureaddresspoint', 'roadcenterline'];
const MAY = new Set<number>([
  constants.SQLITE_SELECT,
  constants.SQLITE_READ,
  constants.SQLITE_FUNCTION,
  constants.SQLITE_PRAGMA,
]);

const refused = (description: string) => refuse.invalidRequest({ description });
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, '');

async function wholeOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const read: Uint8Array[] = [];
  let length = 0;
  for await (const piece of pieces) {
    length += piece.length;
    if (length > BYTES_AT_MOST) throw refused(`A GeoPackage must have ${BYTES_AT_MOST / 1024 / 1024} MB at most`);
    read.push(piece);
  }
  return Buffer.concat(read);
}

interface Layer {
  readonly table: string;
  readonly column: string;
  readonly srs: string;
  readonly isWgs84: boolean;
}

/** A table of its own: a view or a virtual table would run what the file's maker wrote. */
const LAYERS = `SELECT g.table_name AS "table", g.column_name AS "column",
    s.organization || ':' || s.organization_coordsys_id AS srs
  FROM gpkg_geometry_columns g JOIN sqlite_schema m ON m.name = g.table_name AND m.type = 'table' AND m.rootpage > 0
  LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
  WHERE upper(g.geometry_type_name) IN ('POINT', 'MULTIPOINT', 'LINESTRING', 'MULTILINESTRING', 'GEOMETRY')`;

function layerOf(database: DatabaseSync): Layer {
  const rows = database.prepare(LAYERS).all() as { table: string; column: string; srs: string | null }[];
  const known = rows.filter(({ table }) => KNOWN_LAYERS.includes(plain(table)));
  const layers = known.length > 0 ? known : rows;
  const [layer] = layers;
  if (layer === undefined) throw refused('It has no layer of points or lines');
  if (layers.length > 1) {
    const names = layers.map(({ table }) => table).join(', ');
    throw refused(`It has several layers, ${names}; load a file of one: ogr2ogr one.gpkg all.gpkg ${layer.table}`);
  }
  const srs = layer.srs ?? 'unknown';
  return { ...layer, srs, isWgs84: srs.toUpperCase() === 'EPSG:4326' };
}

function* recordsOf(database: DatabaseSync): Generator<readonly FileRecord[]> {
  const { table, column, srs, isWgs84 } = layerOf(database);
  if (!isWgs84) {
    throw refused(`Its positions are in ${srs} and must be in EPSG:4326: ogr2ogr -t_srs EPSG:4326 new.gpkg old.gpkg`);
  }
  // A generated column is an expression of the file's maker.
  const columns = database.prepare(`SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0`).all(table);
  const names = columns.map(({ name }) => String(name));
  if (!names.includes(column)) throw refused(`Its layer ${table} has no column ${column}`);
  const select = database.prepare(`SELECT ${names.map(quoted).join(', ')} FROM ${quoted(table)}`);
  select.setReadBigInts(true);
  let read: FileRecord[] = [];
  let count = 0;
  for (const row of select.iterate()) {
    count += 1;
    if (count > RECORDS_AT_MOST) throw refused(`A layer must have ${RECORDS_AT_MOST} records at most`);
    const fields = Object.entries(row).map(([name, value]) => [
      name,
      typeof value === 'bigint' ? String(value) : value,
    ]);
    read.push({ fields: Object.fromEntries(fields), geometry: readGeometry(row[column]) });
    if (read.length === RECORDS_A_BATCH) {
      yield read;
      read = [];
    }
  }
  yield read;
}

/**
 * The rows of a GeoPackage's one layer of points or lines, or of the one that NENA's model calls so. SQLite reads the file, in memory
 * and without leave to run anything but reads of it. Refuses what is no GeoPackage, has none or several of these layers, is not in
 * WGS 84 (EPSG:4326), or is larger than 256 MB (`invalid_request`).
 * @see OGC 12-128r19
 */
export async function* readGeoPackage(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly FileRecord[]> {
  const bytes = await wholeOf(pieces);
  const none = 'It is no whole GeoPackage file';
  if (Buffer.from(bytes.subarray(0, SQLITE.length)).toString('latin1') !== SQLITE) throw refused(none);
  const database = new DatabaseSync(':memory:');
  try {
    database.deserialize(bytes);
    database.exec('PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON');
    database.setAuthorizer((action) => (MAY.has(action) ? constants.SQLITE_OK : constants.SQLITE_DENY));
    yield* recordsOf(database);
  } catch (err) {
    if (err instanceof DomainError || !(err instanceof Error) || !('errcode' in err)) throw err;
    throw refuse.invalidRequest({ description: none, logDetail: err.message, cause: err });
  } finally {
    database.close();
  }
}
