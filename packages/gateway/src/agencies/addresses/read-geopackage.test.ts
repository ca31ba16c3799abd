import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { readFile } from './read-file.ts';
import { readGeometry } from './read-geometry.ts';
import { readRecord } from './read-record.ts';

type Positions = readonly (readonly number[])[];

const code = (bytes: Buffer, value: number, isLittle: boolean) =>
  isLittle ? bytes.writeUInt32LE(value, 1) : bytes.writeUInt32BE(value, 1);

/** Well-known binary of one part: a point has one position and no count. */
function part(kind: number, positions: Positions, { isLittle = true, isCounted = kind % 1_000 !== 1 } = {}): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(isLittle ? 1 : 0, 0);
  code(head, kind, isLittle);
  const count = Buffer.alloc(5);
  code(count, positions.length, isLittle);
  const numbers = positions.flat().map((number) => {
    const bytes = Buffer.alloc(8);
    if (isLittle) bytes.writeDoubleLE(number);
    else bytes.writeDoubleBE(number);
    return bytes;
  });
  return Buffer.concat([head, ...(isCounted ? [count.subarray(1)] : []), ...numbers]);
}
const parts = (kind: number, of: readonly Buffer[]) => {
  const head = Buffer.alloc(9);
  head.writeUInt8(1, 0);
  head.writeUInt32LE(kind, 1);
  head.writeUInt32LE(of.length, 5);
  return Buffer.concat([head, ...of]);
};
const stored = (binary: Buffer, flags = 1, envelopeBytes = 0) =>
  Buffer.concat([Buffer.from([0x47, 0x50, 0, flags, 0xe6, 0x10, 0, 0]), Buffer.alloc(envelopeBytes), binary]);

const ELM = stored(part(1, [[-74.0001, 40.7003]]));
const LAYER =
  'CREATE TABLE SiteStructureAddressPoint (fid INTEGER PRIMARY KEY, shape BLOB, Add_Number INTEGER, St_Name TEXT, St_PosTyp TEXT)';

/** A GeoPackage with what these statements add; `srs` is the code that EPSG gave to what its positions are in. */
function geoPackage(
  more: (database: DatabaseSync) => void,
  { srs = 4326, layers = ['SiteStructureAddressPoint'] } = {},
) {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER);
    INSERT INTO gpkg_spatial_ref_sys VALUES (1, 'EPSG', ${srs});
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER)`);
  for (const layer of layers) {
    database.prepare("INSERT INTO gpkg_geometry_columns VALUES (?, 'shape', 'POINT', 1)").run(layer);
  }
  more(database);
  const bytes = database.serialize();
  database.close();
  return bytes;
}
const withPoint = (database: DatabaseSync) => {
  database.exec(LAYER);
  database.prepare("INSERT INTO SiteStructureAddressPoint VALUES (1, ?, 10, 'Elm', 'Street')").run(ELM);
};

async function read(bytes: Uint8Array) {
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 5_000) yield bytes.subarray(at, at + 5_000);
  }
  const records = [];
  for await (const batch of readFile('gpkg', pieces())) records.push(...batch);
  return records.map(readRecord);
}

test('a layer of NENA’s model is read with its fields, though the file has others', async () => {
  const file = geoPackage(
    (database) => {
      withPoint(database);
      database.exec(
        "CREATE TABLE hydrants (shape BLOB); INSERT INTO SiteStructureAddressPoint VALUES (2, NULL, 1, 'No', 'Where')",
      );
    },
    { layers: ['hydrants', 'SiteStructureAddressPoint'] },
  );
  const [first, second, ...more] = await read(file);
  assert.ok(first?.kind === 'points');
  assert.deepEqual([first.point.latitude, first.point.longitude], [40.7003, -74.0001]);
  assert.match(JSON.stringify(first.point), /10/);
  assert.match(JSON.stringify(first.point), /Elm/);
  assert.equal(second?.kind, 'skipped');
  assert.deepEqual(more, []);
});

test('points and lines are read in either byte order, with height, an envelope, and as one of several', () => {
  const at = [-74, 40.5];
  const line: Positions = [at, [-73.9, 40.6]];
  const point = { type: 'Point', coordinates: at };
  assert.deepEqual(readGeometry(stored(part(1, [at]))), point);
  assert.deepEqual(readGeometry(stored(part(1, [at], { isLittle: false }))), point);
  assert.deepEqual(readGeometry(stored(part(1_001, [[...at, 12]]))), point);
  assert.deepEqual(readGeometry(stored(part(3_001, [[...at, 12, 1]]))), point);
  assert.deepEqual(readGeometry(stored(part(0x8000_0001, [[...at, 12]], { isCounted: false }))), point);
  assert.deepEqual(readGeometry(stored(part(1, [at]), 0b11, 32)), point);
  assert.deepEqual(readGeometry(stored(part(2, line))), { type: 'LineString', coordinates: line });
  assert.deepEqual(readGeometry(stored(parts(5, [part(2, line)]))), { type: 'MultiLineString', coordinates: [line] });
  assert.deepEqual(readGeometry(stored(parts(4, [part(1, [at])]))), { type: 'MultiPoint', coordinates: [at] });
});

test('what is no geometry of a point or a line is none', () => {
  const cut = stored(part(2, [[1, 2]])).subarray(0, 20);
  const polygon = stored(part(3, [[1, 2]]));
  const empty = stored(part(1, [[1, 2]]), 0b1_0001);
  const countless = stored(Buffer.from([1, 2, 0, 0, 0, 0xff, 0xff, 0xff, 0xff]));
  const noEnvelope = stored(part(1, [[1, 2]]), 0b1111);
  for (const bytes of [
    cut,
    polygon,
    empty,
    countless,
    noEnvelope,
    Buffer.alloc(0),
    Buffer.alloc(60),
    'POINT (1 2)',
    null,
    5,
  ]) {
    assert.equal(readGeometry(bytes), null, String(bytes));
  }
});

test('a file that is no GeoPackage of one layer in WGS 84 is refused in a sentence, and runs nothing of its maker’s', async () => {
  const whole = geoPackage(withPoint);
  const damaged = Buffer.from(whole);
  damaged.fill(0xff, 4_096);
  const endless = 'WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS shape FROM n';
  const bad: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['empty', new Uint8Array(), /no whole GeoPackage/],
    ['text', Buffer.from('{"type":"FeatureCollection"}'), /no whole GeoPackage/],
    ['the beginning', whole.subarray(0, 3_000), /no whole GeoPackage/],
    ['damaged', damaged, /no whole GeoPackage|no layer/],
    ['another database', new DatabaseSync(':memory:').serialize(), /no whole GeoPackage/],
    ['no layer', geoPackage(() => {}, { layers: [] }), /no layer/],
    ['no table', geoPackage(() => {}), /no layer/],
    [
      'no geometry',
      geoPackage((db) => db.exec('CREATE TABLE SiteStructureAddressPoint (Add_Number)')),
      /no column shape/,
    ],
    ['a view', geoPackage((db) => db.exec(`CREATE VIEW SiteStructureAddressPoint AS ${endless}`)), /no layer/],
    ['another projection', geoPackage(withPoint, { srs: 2263 }), /EPSG:2263.*-t_srs EPSG:4326/],
    [
      'two layers',
      geoPackage((db) => db.exec('CREATE TABLE a (shape BLOB); CREATE TABLE b (shape BLOB)'), { layers: ['a', 'b'] }),
      /several layers, a, b/,
    ],
  ];
  for (const [what, bytes, why] of bad) {
    await assert.rejects(read(bytes), (err: Error & { code?: string }) => {
      assert.equal(err.code, 'invalid_request', `${what}: ${err}`);
      assert.match(err.message, why, what);
      return true;
    });
  }
});

test('a GeoPackage of more than 256 MB is refused before it is read', async () => {
  async function* endless() {
    for (;;) yield new Uint8Array(64 * 1024 * 1024);
  }
  await assert.rejects(async () => {
    for await (const _ of readFile('gpkg', endless())) assert.fail('nothing is read');
  }, /256 MB at most/);
});
