import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DomainError } from '../../kernel/errors.ts';
import { readBoundary } from './read-boundary.ts';
import type { Ring } from './types.ts';

const SQUARE: Ring = [
  [0, 0],
  [4, 0],
  [4, 4],
  [0, 4],
  [0, 0],
];
const HOLE: Ring = [
  [1, 1],
  [2, 1],
  [2, 2],
  [1, 1],
];
const moved = (ring: Ring, by: number): Ring => ring.map(([x = 0, y = 0]) => [x + by, y]);
const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });
const multi = (...coordinates: unknown[]) => ({ type: 'MultiPolygon', coordinates });
/** A ring around 0, 0 whose corners are that far out, in degrees. */
function star(radii: readonly number[]): Ring {
  const corners = radii.map((radius, index) => {
    const angle = (2 * Math.PI * index) / radii.length;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  return [...corners, corners[0] as number[]];
}

async function refusalOf(given: unknown): Promise<string> {
  try {
    await readBoundary(given);
  } catch (err) {
    assert.ok(err instanceof DomainError && err.code === 'invalid_request', String(err));
    return err.message;
  }
  return 'taken';
}

test('a boundary is a polygon, a multipolygon, or one feature with it, either way round, measured', async () => {
  const taken = await readBoundary(polygon(SQUARE, HOLE));
  assert.deepEqual(taken.bounds, { west: 0, south: 0, east: 4, north: 4 });
  assert.equal(taken.positionCount, 9);
  assert.deepEqual(taken.boundary, polygon(SQUARE, HOLE));
  const feature = { type: 'Feature', properties: { name: 'x' }, geometry: polygon([...SQUARE].reverse()) };
  assert.equal((await readBoundary(feature)).positionCount, 5);
  assert.equal((await readBoundary({ type: 'FeatureCollection', features: [feature] })).positionCount, 5);
  const both = await readBoundary(multi([SQUARE], [moved(SQUARE, 10)]));
  assert.deepEqual(both.bounds, { west: 0, south: 0, east: 14, north: 4 });
  assert.equal(await refusalOf(multi([SQUARE], [moved(SQUARE, 4)])), 'taken', 'parts may share an edge');
});

test('[RFC 7946 3.1.6] what is wrong is named, by polygon, ring and position, with what to do about it', async () => {
  const dented = SQUARE.map((position, index) => (index === 2 ? [4, 91] : position));
  for (const [given, states] of [
    [undefined, /is a GeoJSON Polygon or MultiPolygon/],
    ['Polygon', /is a GeoJSON Polygon/],
    [{ type: 'Point', coordinates: [1, 2] }, /this is Point/],
    [{ coordinates: [SQUARE] }, /of no type/],
    [{ type: 'Topology', objects: {} }, /this is Topology/],
    [{ type: 'FeatureCollection', features: [1, 2] }, /FeatureCollection of 2 without a polygon/],
    [{ type: 'Feature', geometry: null }, /this is no geometry/],
    [polygon(), /at least one/],
    [polygon([]), /ring 1 is a list of positions/],
    [multi(), /MultiPolygon is a list of polygons/],
    [polygon([SQUARE[0], SQUARE[1], SQUARE[0]]), /has 3 positions; a closed ring has at least 4/],
    [polygon(dented), /ring 1, position 3, is \[4,91\]; longitude comes first.*swapped/],
    [polygon(SQUARE.map(() => [181, 4])), /position 1, is \[181,4\]; longitude comes first/],
    [polygon(SQUARE.map(() => ['0', '0'])), /position is \[longitude, latitude\] in numbers/],
    [polygon(SQUARE.map(() => [0])), /position is \[longitude, latitude\]/],
    [polygon(SQUARE.map(() => null)), /position 1, is null/],
    [
      polygon([
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ]),
      /encloses nothing/,
    ],
    [
      polygon([
        [0, 0],
        [4, 4],
        [4, 0],
        [0, 4],
        [0, 0],
      ]),
      /edges that cross each other, near/,
    ],
    [
      polygon([
        [179, 0],
        [-179, 0],
        [-179, 1],
        [179, 1],
        [179, 0],
      ]),
      /cut what crosses the antimeridian into two/,
    ],
    [
      polygon([
        [-180, -90],
        [180, -90],
        [180, 90],
        [-180, 90],
        [-180, -90],
      ]),
      /more than half round the earth/,
    ],
    [polygon(SQUARE, moved(HOLE, 10)), /ring 2 is a hole outside of the outline/],
    [polygon(SQUARE, moved(HOLE, 2.5)), /edges that cross/],
    [polygon(SQUARE, [...SQUARE].reverse()), /its holes take all of its outline/],
    [polygon(SQUARE.map(([x = 0, y = 0]) => [500_000 + x, y])), /not degrees: convert the file to WGS 84/],
    [
      multi(...Array.from({ length: 2_001 }, () => [SQUARE])),
      /has 10005 positions and may have 10000; simplified by 500/,
    ],
  ] as const) {
    assert.match(await refusalOf(given), states);
  }
});

test('every outline whose corners go round once is taken; one that is pulled through itself never is', async () => {
  const radii = fc.array(fc.double({ min: 1, max: 80, noNaN: true }), { minLength: 5, maxLength: 60 });
  await fc.assert(fc.asyncProperty(radii, async (lengths) => (await refusalOf(polygon(star(lengths)))) === 'taken'));
  await fc.assert(
    fc.asyncProperty(radii, fc.nat(), async (lengths, seed) => {
      const ring = star(lengths.map(() => 10)).slice(0, -1);
      const at = seed % (ring.length - 1);
      [ring[at], ring[at + 1]] = [ring[at + 1] as number[], ring[at] as number[]];
      return /cross/.test(await refusalOf(polygon([...ring, ring[0]])));
    }),
  );
});

test('anything at all is taken or refused as wrong, and nothing else', async () => {
  const coordinates = fc.jsonValue({ maxDepth: 5 });
  await fc.assert(
    fc.asyncProperty(coordinates, fc.constantFrom('Polygon', 'MultiPolygon', 'Feature'), async (value, type) => {
      await refusalOf({ type, coordinates: value, geometry: value });
    }),
  );
});

test('a boundary of thousands of positions is looked through in turns, however its edges lie over each other', async () => {
  const zigzag = Array.from({ length: 5_000 }, (_, index) => [index % 2 === 0 ? 9 : 1, index * 0.005]);
  const ring = [...zigzag, [0, 24.995], [0, -1], [10, -1], [9, 0]];
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  assert.equal(await refusalOf(polygon(ring)), 'taken');
  clearInterval(timer);
  assert.ok(turns >= 10, `others had ${turns} turns`);
});
