import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '../../kernel/errors.ts';
import { inspectBoundary, readBoundary } from './read-boundary.ts';
import type { BoundaryChoices, Ring } from './types.ts';

const SQUARE: Ring = [
  [-74, 40],
  [-73, 40],
  [-73, 41],
  [-74, 41],
  [-74, 40],
];
const SLIVER: Ring = [
  [-74, 40],
  [-73, 40],
  [-73.5, 40.000_000_1],
  [-74, 40],
];
const moved = (ring: Ring, by: number): Ring => ring.map(([x = 0, y = 0]) => [x + by, y]);
const swapped = (ring: Ring): Ring => ring.map(([x = 0, y = 0]) => [y, x]);
const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });
const multi = (...coordinates: unknown[]) => ({ type: 'MultiPolygon', coordinates });
const feature = (properties: unknown, geometry: unknown, more: object = {}) => ({
  type: 'Feature',
  properties,
  geometry,
  ...more,
});
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features });

async function refusalOf(given: unknown, choices: BoundaryChoices = {}): Promise<string> {
  try {
    await readBoundary(given, choices);
  } catch (err) {
    assert.ok(err instanceof DomainError && err.code === 'invalid_request', String(err));
    return err.message;
  }
  return 'taken';
}

test('an open ring is closed, and a note names it', async () => {
  const { boundary, notes } = await readBoundary(polygon(SQUARE.slice(0, 4)));
  assert.deepEqual(boundary, polygon(SQUARE));
  assert.deepEqual(notes, ['The polygon, ring 1 was open, from [-74,41] to [-74,40], and was closed']);
  const rounded = await readBoundary(polygon([...SQUARE.slice(0, 4), [-74, 40.000_000_000_1]]));
  assert.deepEqual(rounded.boundary, polygon(SQUARE), 'an end that was rounded becomes the beginning');
  assert.deepEqual(rounded.notes, []);
  assert.match(await refusalOf(polygon(SQUARE.slice(0, 2))), /3 positions; a closed ring has at least 4/);
});

test('values after latitude are dropped, however many and whatever they are', async () => {
  for (const extra of [[12], [12, 3], [null], ['12', {}, 0]]) {
    const { boundary, notes } = await readBoundary(polygon(SQUARE.map((position) => [...position, ...extra])));
    assert.deepEqual(boundary, polygon(SQUARE));
    assert.deepEqual(notes, ['Heights and other values after latitude were dropped from 5 positions']);
  }
});

test('slivers are left out and named, as polygons and as holes; where nothing is left the file is refused', async () => {
  const bent = [...Array.from({ length: 50 }, (_, at) => [-73 + at * 0.01, 40 + (at % 25) * 0.01])];
  const curved = [...bent, ...bent.slice(1, -1).reverse(), bent[0]];
  for (const sliver of [SLIVER, SQUARE.slice(0, 2), Array.from({ length: 5 }, () => [1, 1]), [], curved]) {
    const { boundary, notes } = await readBoundary(multi([SQUARE], [sliver]));
    assert.deepEqual(boundary, polygon(SQUARE), JSON.stringify(sliver));
    assert.equal(notes.length, 1);
    assert.match(notes[0] ?? '', /^Left out: Polygon 2, ring 1 /);
    assert.match(await refusalOf(polygon(sliver)), /encloses nothing|at least/);
  }
  const withHole = await readBoundary(polygon(SQUARE, SLIVER));
  assert.deepEqual(withHole.boundary, polygon(SQUARE));
  assert.match(withHole.notes[0] ?? '', /^Left out: The polygon, ring 2 encloses nothing/);
  const bowTie = [SQUARE[0], SQUARE[2], SQUARE[1], SQUARE[3], SQUARE[0]];
  assert.match(await refusalOf(multi([SQUARE], [bowTie])), /Polygon 2 has edges that cross/, 'this is no sliver');
});

test('several features are listed with what they cover, and taken by name, by number or all', async () => {
  const file = collection(
    feature({ NAME: 'Harbor\u200b  County' }, polygon(SQUARE)),
    feature({ name: 'Label' }, { type: 'Point', coordinates: [1, 2] }),
    feature(null, null),
    feature({}, polygon(moved(SQUARE, 5)), { id: 7 }),
    feature({ name: 'Torn' }, polygon('x')),
  );
  const { features, read, open } = await inspectBoundary(file);
  assert.equal(read, null);
  assert.deepEqual(
    features.map(({ number, name, isChosen, bounds }) => [number, name, isChosen, bounds?.west]),
    [
      [1, 'Harbor County', false, -74],
      [4, '7', false, -69],
      [5, 'Torn', false, undefined],
    ],
  );
  assert.ok(Math.abs((features[0]?.areaKm2 ?? 0) - 9_400) < 100, String(features[0]?.areaKm2));
  assert.match(features[2]?.problem ?? '', /Feature 5 "Torn", the polygon, ring 1 is a list/);
  assert.equal(open?.choice, 'features');
  assert.match(await refusalOf(file), /has 3 features with polygons: 1 "Harbor County", 4 "7", 5 "Torn"\. Choose/);
  for (const choice of ['harbor county', 'Harbor County', 1, '1']) {
    assert.deepEqual((await readBoundary(file, { features: [choice] })).boundary, polygon(SQUARE), String(choice));
  }
  const both = await readBoundary(file, { features: [4, 'HARBOR COUNTY'] });
  assert.deepEqual(both.boundary, multi([SQUARE], [moved(SQUARE, 5)]));
  assert.match(
    await refusalOf(file, { features: ['Bay'] }),
    /no feature "Bay" with a polygon; it has 1 "Harbor County"/,
  );
  assert.match(await refusalOf(file, { features: [2] }), /no feature 2 with a polygon/);
  assert.match(await refusalOf(file, { features: 'all' }), /Feature 5 "Torn", the polygon, ring 1/);
  const twice = collection(feature({ name: 'A' }, polygon(SQUARE)), feature({ name: 'a' }, polygon(moved(SQUARE, 5))));
  assert.match(await refusalOf(twice, { features: ['A'] }), /Several features are named "A": 1 "A", 2 "a"/);
  assert.deepEqual((await readBoundary(twice, { features: 'all' })).boundary, multi([SQUARE], [moved(SQUARE, 5)]));
});

test('one feature with a polygon among others without needs no choice, nor do the members of a collection of geometries', async () => {
  const point = { type: 'Point', coordinates: [1, 2] };
  const one = collection(feature({}, point), feature({}, polygon(SQUARE)), null, 'x');
  assert.deepEqual((await readBoundary(one)).boundary, polygon(SQUARE));
  const geometries = { type: 'GeometryCollection', geometries: [point, polygon(SQUARE), polygon(moved(SQUARE, 5))] };
  assert.deepEqual((await readBoundary(geometries)).boundary, multi([SQUARE], [moved(SQUARE, 5)]));
  let deep: unknown = polygon(SQUARE);
  for (let depth = 0; depth < 20_000; depth += 1) deep = { type: 'GeometryCollection', geometries: [deep] };
  assert.match(await refusalOf(deep), /this is GeometryCollection/);
  assert.match(await refusalOf(collection(...Array.from({ length: 10_001 }, () => null))), /may have 10000/);
});

test('WGS 84 is taken in each of its names, and another reference system is refused by its own', async () => {
  const named = (name: unknown) => ({ ...polygon(SQUARE), crs: { type: 'name', properties: { name } } });
  for (const name of [
    'urn:ogc:def:crs:OGC:1.3:CRS84',
    'urn:ogc:def:crs:OGC::CRS84',
    'OGC:CRS84',
    'CRS84',
    'http://www.opengis.net/def/crs/OGC/1.3/CRS84',
    'EPSG:4326',
    'epsg:4326',
    'urn:ogc:def:crs:EPSG::4326',
    'urn:ogc:def:crs:EPSG:9.9:4326',
    'https://www.opengis.net/def/crs/EPSG/0/4326',
    'WGS84',
    'WGS 84',
    4326,
  ]) {
    assert.equal(await refusalOf(named(name)), 'taken', String(name));
  }
  for (const crs of [null, { type: 'EPSG', properties: { code: 4326 } }, 'EPSG:4326']) {
    assert.equal(await refusalOf({ ...polygon(SQUARE), crs }), 'taken', JSON.stringify(crs));
  }
  for (const name of ['EPSG:3857', 'urn:ogc:def:crs:EPSG::4269', 'EPSG:43260', 'http://x.example/4326', 26918]) {
    const refusal = await refusalOf(named(name));
    assert.ok(refusal.includes(`\`crs\` is ${name}; it must be WGS 84`), refusal);
  }
  const { crs } = named('EPSG:2263');
  for (const file of [
    { ...feature({}, polygon(SQUARE)), crs },
    feature({}, { ...polygon(SQUARE), crs }),
    { ...collection(feature({}, polygon(SQUARE))), crs },
    collection(feature({}, { ...polygon(SQUARE), crs })),
  ]) {
    assert.match(await refusalOf(file), /EPSG:2263/);
  }
  for (const crs of [{}, [], true, { type: 'link', properties: { href: 'http://x.example/crs' } }]) {
    assert.match(await refusalOf({ ...polygon(SQUARE), crs }), /must be WGS 84/, JSON.stringify(crs));
  }
});

test('latitude first is noticed, and swapped or not as the operator confirms', async () => {
  const eastern = polygon(swapped(SQUARE));
  const western = polygon(swapped(moved(SQUARE, -40)));
  const { read, open } = await inspectBoundary(eastern);
  assert.deepEqual([read, open?.choice], [null, 'swap']);
  assert.match(await refusalOf(eastern), /lies at a pole.*longitude comes first.*seem to be swapped/);
  assert.match(await refusalOf(western), /is \[40,-114\]; longitude comes first.*seem to be swapped/);
  const mended = await readBoundary(eastern, { swap: true });
  assert.deepEqual(mended.boundary, polygon(SQUARE));
  assert.deepEqual(mended.notes, ['Longitude and latitude were swapped']);
  assert.deepEqual((await readBoundary(western, { swap: true })).boundary, polygon(moved(SQUARE, -40)));
  assert.deepEqual((await readBoundary(eastern, { swap: false })).boundary, eastern, 'a station at the pole');
  assert.match(await refusalOf(western, { swap: false }), /is \[40,-114\]; longitude comes first/);
  assert.match(await refusalOf(polygon(moved(SQUARE, -40)), { swap: true }), /swapped, latitude comes first/);
  assert.equal(await refusalOf(polygon(SQUARE)), 'taken');
});
