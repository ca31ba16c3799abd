import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { runInProcess } from '../../../../testing/src/command-line.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { testWorld } from '../../../../testing/src/world.ts';
import { SYSTEM } from '../../audit/actors.ts';
import { completeAddress } from './complete-address.ts';
import { describePlaces } from './describe-place.ts';
import { listAddressSets, loadAddresses, removeAddresses } from './load-addresses.ts';
import { locateAddress } from './locate-address.ts';
import type { AddressFormat } from './read-file.ts';
import { keyOf, unfinishedKeysOf } from './street-words.ts';

const AGENCY = 'sandbox-county';

/** In pieces of a few bytes, so that none ends where a record does. */
async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text);
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7);
}
const feature = (geometry: object | null, properties: object) => ({ type: 'Feature', geometry, properties });
const collection = (features: readonly object[]) => JSON.stringify({ type: 'FeatureCollection', features });
const point = (longitude: number, latitude: number) => ({ type: 'Point', coordinates: [longitude, latitude] });
const line = (...coordinates: readonly (readonly number[])[]) => ({ type: 'LineString', coordinates });
const nena = (Add_Number: number, St_Name: string, St_PosTyp: string, more: object = {}) => ({
  ...{ Add_Number, St_Name, St_PosTyp, Post_Comm: 'Sandbox', State: 'NY', Post_Code: '10001' },
  ...more,
});

/** Elm Street runs to the north between Oak Avenue and Pine Avenue; a block is about 111 m. */
const POINTS = collection([
  feature(point(-74.0001, 40.7003), nena(10, 'Elm', 'Street')),
  feature(point(-73.9999, 40.7005), nena(11, 'Elm', 'Street')),
  feature(point(-74.0001, 40.7007), nena(14, 'Elm', 'Street', { Unit: '1' })),
  feature(point(-74.0001, 40.7007), nena(14, 'Elm', 'Street', { Unit: '2' })),
  feature(point(-74.02, 40.72), { ...nena(10, 'Elm', 'Street'), Post_Comm: 'Otherton', Post_Code: '10002' }),
  feature(point(-74.001, 40.7), nena(5, 'Oak', 'Avenue', { St_PreDir: 'North', AddNum_Suf: '1/2' })),
  feature(null, nena(1, 'Nowhere', 'Road')),
  feature(point(500, 40.7), nena(2, 'Nowhere', 'Road')),
  feature(point(-74, 40.7), { St_Name: 'Numberless' }),
]);
const road = (name: string, type: string, ranges: object = {}) => ({
  ...{ St_Name: name, St_PosTyp: type, PostComm_L: 'Sandbox', State_L: 'NY', PostCode_L: '10001' },
  ...ranges,
});
const STREETS = collection([
  feature(
    line([-74, 40.7], [-74, 40.701]),
    road('Elm', 'Street', { FromAddr_L: 2, ToAddr_L: 98, FromAddr_R: 1, ToAddr_R: 99 }),
  ),
  feature(line([-74.01, 40.7], [-74, 40.7]), road('Oak', 'Avenue')),
  feature(line([-74, 40.7], [-73.99, 40.7]), road('Oak', 'Avenue')),
  feature(line([-74.01, 40.701], [-74, 40.701], [-73.99, 40.701]), road('Through', 'Road')),
  feature(line([-74, 40.701], [-73.99, 40.7015]), road('Pine', 'Avenue')),
]);

/** A GeoPackage of NENA's layer of address points, each a number of Elm Street with its longitude and latitude. */
function geoPackageOf(points: readonly (readonly [number: number, longitude: number, latitude: number])[]): Uint8Array {
  const database = new DatabaseSync(':memory:');
  database.exec(`CREATE TABLE gpkg_spatial_ref_sys (srs_id INTEGER, organization TEXT, organization_coordsys_id INTEGER);
    INSERT INTO gpkg_spatial_ref_sys VALUES (4326, 'EPSG', 4326);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
    INSERT INTO gpkg_geometry_columns VALUES ('SiteStructureAddressPoint', 'shape', 'POINT', 4326);
    CREATE TABLE SiteStructureAddressPoint (shape BLOB, Add_Number INTEGER, St_Name TEXT, St_PosTyp TEXT)`);
  const insert = database.prepare("INSERT INTO SiteStructureAddressPoint VALUES (?, ?, 'Elm', 'Street')");
  for (const [number, longitude, latitude] of points) {
    const shape = Buffer.from('47500001e6100000010100000000000000000000000000000000000000', 'hex');
    shape.writeDoubleLE(longitude, 13);
    shape.writeDoubleLE(latitude, 21);
    insert.run(shape, number);
  }
  const bytes = database.serialize();
  database.close();
  return bytes;
}

test('a street has one key however it is written, and keys with which it may go on while it is typed', () => {
  for (const written of ['N. Main Street', 'north main st', 'N MAIN ST.', ' North  Main  Str ']) {
    assert.equal(keyOf(written), 'n main st', written);
  }
  assert.equal(keyOf('Straße des 17. Juni'), keyOf('STRASSE DES 17 JUNI'.replace('STRASSE', 'Straße')));
  assert.equal(keyOf('Peña Blvd'), 'pena blvd');
  assert.ok(unfinishedKeysOf('12 north ma').includes('12 n ma'));
  assert.ok(unfinishedKeysOf('12 main stre').includes('12 main st'));
  assert.ok(unfinishedKeysOf('12 ocean boul').includes('12 ocean blvd'));
  assert.deepEqual(unfinishedKeysOf('  '), []);
});

onEachEngine("an agency's addresses", (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());
  const load = (text: string, format: AddressFormat = 'geojson', agencyId = AGENCY) =>
    loadAddresses(world.parts, { agencyId, fileName: 'addresses.json', format, pieces: piecesOf(text), actor: SYSTEM });
  const locate = (line: string, where: { city?: string; postalCode?: string } = {}, agencyId = AGENCY) =>
    locateAddress(world.parts, agencyId, { line, city: null, postalCode: null, ...where });
  const count = async (table: 'address_points' | 'street_segments' | 'street_cells' | 'address_sets') => {
    const { n } = await world.parts.database.read
      .selectFrom(table)
      .select(({ fn }) => fn.countAll().as('n'))
      .executeTakeFirstOrThrow();
    return Number(n);
  };

  describe('once they are loaded', () => {
    before(async () => {
      const points = await load(POINTS);
      assert.deepEqual([points.kind, points.recordCount, points.skippedCount], ['points', 6, 3]);
      assert.match(points.examples.join(), /Record 7: .*position.*Record 8: .*WGS 84.*Record 9: .*Add_Number/);
      const streets = await load(STREETS);
      assert.deepEqual([streets.kind, streets.recordCount, streets.skippedCount], ['streets', 5, 0]);
    });

    test('a position has its nearest address, how far it is, its road and what meets it', async () => {
      const [place, nowhere] = await describePlaces(world.parts, AGENCY, [
        { latitude: 40.70031, longitude: -74.00012 },
        { latitude: 41.5, longitude: -74 },
      ]);
      assert.equal(place?.nearest?.address, '10 Elm Street, Sandbox, NY 10001');
      assert.ok((place?.nearest?.distanceMetres ?? 99) < 3);
      assert.equal(place?.street, 'Elm Street');
      assert.deepEqual([...(place?.crossStreets ?? [])].sort(), ['Oak Avenue', 'Pine Avenue']);
      assert.equal(nowhere, null);
    });

    test('the nearest address is found across the cells of the index, and none a kilometre away', async () => {
      const [far, further] = await describePlaces(world.parts, AGENCY, [
        { latitude: 40.7264, longitude: -74.02 },
        { latitude: 40.76, longitude: -74.02 },
      ]);
      assert.match(far?.nearest?.address ?? '', /Otherton/);
      assert.ok(Math.abs((far?.nearest?.distanceMetres ?? 0) - 712) < 5);
      assert.equal(further, null);
    });

    test('an address has the position of its point, whichever way it is written, with its unit or without', async () => {
      for (const written of ['11 Elm St', '11 elm street', '11 ELM ST APT 4', '11 Elm St.']) {
        const found = await locate(written);
        assert.deepEqual(
          [found?.match, found?.latitude, found?.radiusMetres],
          ['address_point', 40.7005, null],
          written,
        );
      }
      assert.equal((await locate('14 Elm St'))?.address, '14 Elm Street, Sandbox, NY 10001');
      assert.equal((await locate('5 1/2 N Oak Ave'))?.latitude, 40.7);
    });

    test('an address that is in two places is found by its city or postal code, and not without', async () => {
      assert.equal(await locate('10 Elm St'), null);
      assert.equal((await locate('10 Elm St', { city: 'Otherton' }))?.latitude, 40.72);
      assert.equal((await locate('10 Elm St', { postalCode: '10001-1234' }))?.latitude, 40.7003);
    });

    test('an address without a point is estimated within the range of its side, and says how far it can be off', async () => {
      const found = await locate('50 Elm St');
      assert.deepEqual([found?.match, found?.address], ['street_range', '50 Elm Street, Sandbox, NY 10001']);
      assert.ok(Math.abs((found?.latitude ?? 0) - 40.7005) < 0.00002);
      assert.ok((found?.radiusMetres ?? 0) > 50 && (found?.radiusMetres ?? 0) < 70);
    });

    test('a street whose number is not known is a place while it is short, and an unknown one is none', async () => {
      const street = await locate('Pine Ave');
      assert.deepEqual([street?.match, street?.address], ['street', 'Pine Avenue, Sandbox, NY 10001']);
      assert.equal(await locate('Through Rd'), null, 'it is 1.7 km long');
      for (const unknown of ['12 Unknown St', '', '   ', '12', 'x'.repeat(500), '%', '12 Elm St\u0000']) {
        assert.ok((await locate(unknown)) === null || unknown.startsWith('12 Elm'), unknown);
      }
    });

    test('what is being typed is completed, a house with several units once', async () => {
      const complete = async (text: string) =>
        (await completeAddress(world.parts, AGENCY, { text, limit: 8 })).map(({ address }) => address);
      assert.deepEqual(await complete('14 el'), ['14 Elm Street, Sandbox, NY 10001']);
      assert.deepEqual(await complete('10 elm str'), [
        '10 Elm Street, Otherton, NY 10002',
        '10 Elm Street, Sandbox, NY 10001',
      ]);
      assert.deepEqual(await complete('pine av'), ['Pine Avenue, Sandbox, NY 10001']);
      assert.deepEqual(await complete('10 elm street oth'), ['10 Elm Street, Otherton, NY 10002']);
      assert.deepEqual([await complete('1'), await complete('%%%'), await complete('zzz')], [[], [], []]);
    });

    test("another agency's are not known", async () => {
      assert.equal(await locate('11 Elm St', {}, 'harbor-city'), null);
      assert.deepEqual(await completeAddress(world.parts, 'harbor-city', { text: '11 elm', limit: 8 }), []);
      const [place] = await describePlaces(world.parts, 'harbor-city', [{ latitude: 40.7, longitude: -74 }]);
      assert.equal(place, null);
    });
  });

  test('a CSV has its position in columns or in well-known text, and quoted fields may have line breaks', async () => {
    const plain = await load(
      '\uFEFFnumber,street,city,region,postcode,lon,lat\r\n7,"Birch\nRoad",Sandbox,NY,10001,-74.1,40.8\r\n8,Birch Rd,,,,,\r\n',
      'csv',
    );
    assert.deepEqual([plain.kind, plain.recordCount, plain.skippedCount], ['points', 1, 1]);
    assert.equal((await locate('7 Birch Rd'))?.address, '7 Birch Road, Sandbox, NY 10001');
    const text = 'WKT,St_Name,St_PosTyp\n"LINESTRING (-74.1 40.8, -74.1 40.801)",Birch,Road\n';
    assert.equal((await load(text, 'csv')).kind, 'streets');
    assert.equal((await load('WKT,Add_Number,St_Name\nPOINT (-74.2 40.8),9,Cedar\n', 'csv')).recordCount, 1);
    assert.equal((await locate('9 Cedar'))?.longitude, -74.2);
  });

  test('a record that no road or address has is left out, and the longest texts are kept', async () => {
    const streets = await load(
      collection([
        feature(line([-180, -80], [180, 80]), road('Endless', 'Road')),
        feature(line(...Array.from({ length: 200 }, (_, index) => [-74 + (index % 2), 40])), road('Zigzag', 'Road')),
        feature(line([-74, 40], [-74, 40.2]), road('Whole', 'Road')),
      ]),
    );
    assert.deepEqual([streets.recordCount, streets.skippedCount, streets.examples.length], [1, 2, 2]);
    assert.match(streets.examples.join(), /Record 1: .*100 km.*Record 2: .*100 km/);
    // What is compressed would be short enough for an index.
    const long = (first: number) => String.fromCodePoint(...Array.from({ length: 200 }, (_, next) => first + next));
    const [Post_Comm, St_PreMod, St_PreDir] = [long(0x4e00), long(0x5e00), long(0x6e00)];
    const names = {
      Post_Comm,
      St_PreMod,
      St_PreDir,
      St_PreTyp: long(0x7e00),
      St_PosMod: long(0x8e00),
      State: long(0x9000),
    };
    const points = await load(
      collection([
        feature(point(-74, 40), nena(1, long(0x5000), long(0x5200), { ...names, St_PosDir: long(0x5400) })),
        feature(point(-74, 40), nena(2, 'Pe\ufffda', 'Street')),
      ]),
    );
    assert.deepEqual([points.recordCount, points.skippedCount], [1, 1]);
    assert.match(points.examples.join(), /Record 2: .*UTF-8/);
  });

  test('a cell of blanks is looked through once', async () => {
    const loading = load(`WKT,Number,Street\nPOINT${' '.repeat(400_000)}x,1,Elm\n`, 'csv');
    await assert.rejects(loading, /no position/);
  });

  test('a file that is none is refused in a sentence, and those before are read on', async () => {
    await load(POINTS);
    const bad: readonly (readonly [string, AddressFormat, RegExp])[] = [
      ['', 'geojson', /GeoJSON/],
      ['{"type":"FeatureCollection","features":[', 'geojson', /GeoJSON/],
      ['[]', 'geojson', /FeatureCollection/],
      ['not json', 'geojson', /GeoJSON/],
      [collection([]), 'geojson', /no records/],
      [collection([feature(null, {}), feature(point(-74, 40), {})]), 'geojson', /Record 1: .*Record 2: /],
      [JSON.stringify({ type: 'FeatureCollection', features: [null, 5, 'x', []] }), 'geojson', /no position/],
      [
        collection([
          feature(point(-74, 40), nena(1, 'A', 'St')),
          feature(line([-74, 40], [-74, 40.1]), road('B', 'St')),
        ]),
        'geojson',
        /a file each/,
      ],
      [`{"type":"FeatureCollection","more":${'['.repeat(100)}`, 'geojson', /32 deep/],
      [`{"type":"FeatureCollection","more":[${'1,'.repeat(600_000)}`, 'geojson', /1000000 bytes/],
      ['', 'csv', /no records/],
      ['number,street\n1,Elm\n', 'csv', /Longitude and Latitude/],
      ['number,street,lon,lat\n1,"Elm,-74,40\n', 'csv', /CSV/],
    ];
    for (const [text, format, why] of bad) {
      await assert.rejects(load(text, format), (err: Error) => why.test(err.message) || assert.fail(`${text}: ${err}`));
    }
    await assert.rejects(load(POINTS, 'geojson', 'nowhere'), { code: 'not_found' });
    assert.equal((await locate('11 Elm St'))?.latitude, 40.7005);
  });

  test('an administrator sends a GeoPackage, whose addresses are then found; half of one is refused and changes nothing', async () => {
    const payload = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };
    const signedIn = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    assert.equal(signedIn.statusCode, 200, signedIn.body);
    const cookie = signedIn.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    const post = (bytes: Uint8Array) =>
      world.app.inject({
        method: 'POST',
        url: '/api/addresses?file_name=county.gpkg',
        headers: { cookie, 'content-type': 'application/geopackage+sqlite3' },
        payload: Buffer.from(bytes),
      });
    const file = geoPackageOf([
      [21, -74.0002, 40.7011],
      [23, 500, 40.7012],
    ]);
    const loaded = await post(file);
    assert.equal(loaded.statusCode, 201, loaded.body);
    const { examples, ...counts } = loaded.json();
    assert.deepEqual(counts, { kind: 'points', record_count: 1, skipped_count: 1 });
    assert.match(examples.join(), /WGS 84/);
    assert.equal((await locate('21 Elm St'))?.latitude, 40.7011);
    const half = await post(file.subarray(0, file.length / 2));
    assert.equal(half.statusCode, 400, half.body);
    const listed = await world.app.inject({ method: 'GET', url: '/api/addresses', headers: { cookie } });
    const points = listed.json().sets.find(({ kind }: { kind: string }) => kind === 'points');
    assert.deepEqual([points.file_name, points.record_count], ['county.gpkg', 1]);
    assert.equal((await locate('21 Elm St'))?.latitude, 40.7011);
  });

  test('a second file takes the place of the first at once, whose rows the clean-up removes with what was left loading', async () => {
    await load(POINTS);
    await load(STREETS);
    world.clock.step(90_000_000);
    await world.cleanUp.run();
    const before = { points: await count('address_points'), sets: await count('address_sets') };
    assert.deepEqual(before, { points: 6, sets: 2 });
    await removeAddresses(world.parts, { agencyId: AGENCY, kind: 'streets', actor: SYSTEM });
    await assert.rejects(removeAddresses(world.parts, { agencyId: AGENCY, kind: 'streets', actor: SYSTEM }), {
      code: 'not_found',
    });
    assert.deepEqual(
      (await listAddressSets(world.parts, AGENCY)).map(({ kind, recordCount }) => [kind, recordCount]),
      [['points', 6]],
    );
    await world.cleanUp.run();
    assert.deepEqual(
      [await count('street_segments'), await count('street_cells'), await count('address_sets')],
      [0, 0, 1],
    );
  });
});

test('the command loads a GeoPackage of an agency, and refuses a file that is none by its name or by what it has', async (t) => {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-addresses-'));
  t.after(() => rmSync(top, { recursive: true, force: true }));
  const run = (...args: string[]) => runInProcess([...args, '--data-dir', join(top, 'data')]);
  const write = (name: string, bytes: Uint8Array | string) => {
    writeFileSync(join(top, name), bytes);
    return join(top, name);
  };
  const load = (file: string) => run('addresses', 'load', '--agency', 'harbor', file, '--json');
  const person = ['--email', 'op@center.test', '--first-name', 'Op', '--last-name', 'Erator'];
  assert.equal((await run('setup', ...person)).code, 0);
  assert.equal((await run('agency', 'add', '--id', 'harbor', '--name', 'Harbor')).code, 0);
  const file = geoPackageOf([
    [21, -74.0002, 40.7011],
    [23, -74.0002, 40.7012],
  ]);
  const loaded = await load(write('county.gpkg', file));
  assert.equal(loaded.code, 0, loaded.output);
  const report = { agency: 'harbor', kind: 'points', record_count: 2, skipped_count: 0, examples: [] };
  assert.deepEqual(JSON.parse(loaded.output), report);
  const unnamed = await load(write('county.sqlite', file));
  assert.notEqual(unnamed.code, 0);
  assert.match(unnamed.output, /FILE must end in .*\.gpkg/);
  const empty = await load(write('notes.gpkg', 'not a GeoPackage'));
  assert.notEqual(empty.code, 0);
  assert.match(empty.output, /GeoPackage/);
  const { output } = await run('addresses', 'list', '--agency', 'harbor');
  assert.match(output, /points: 2 address points from county\.gpkg/);
});
