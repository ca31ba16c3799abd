import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Corner, cornersOf, cornersText, polygonArea, readCorners, unwrapped, wrongPolygon } from './polygon.ts';

const TRIANGLE: readonly Corner[] = [
  [-97.8, 30.2],
  [-97.7, 30.2],
  [-97.8, 30.3],
];
const FIJI: readonly Corner[] = [
  [179, -18],
  [-179, -18],
  [-179, -16],
  [179, -16],
];

it('a polygon is what the URL and what a person types has, there and back', () => {
  for (const corners of [TRIANGLE, FIJI]) {
    assert.equal(wrongPolygon(corners), null);
    assert.deepEqual(cornersOf(polygonArea(corners)), corners);
    assert.deepEqual(readCorners(cornersText(corners)), { corners, wrongLine: null });
  }
  assert.deepEqual(cornersOf(`${polygonArea(TRIANGLE)};-97.8,30.2`), TRIANGLE, 'closed or not is the same');
  assert.deepEqual(readCorners(' 30.2 -97.8 \n\n30.2,-97.7\n30.3; -97.8').corners, TRIANGLE);
});

it('an edge over the antimeridian is the shorter way', () => {
  assert.deepEqual(
    unwrapped(FIJI).map(([longitude]) => longitude),
    [179, 181, 181, 179],
  );
  assert.equal(polygonArea(unwrapped(FIJI)), polygonArea(FIJI));
});

it('corners that the server refuses are no area, and the reason is stated', () => {
  assert.equal(wrongPolygon(TRIANGLE.slice(1)), 'Mark three corners or more.');
  const many = Array.from({ length: 101 }, (_, index): Corner => {
    const angle = (index / 101) * 2 * Math.PI;
    return [Math.cos(angle), Math.sin(angle)];
  });
  assert.equal(wrongPolygon(many), 'An area has 100 corners at most.');
  assert.equal(wrongPolygon(many.slice(1)), null);
  const bow: readonly Corner[] = [
    [0, 0],
    [2, 2],
    [2, 0],
    [0, 1],
  ];
  assert.equal(wrongPolygon(bow), 'The edges of the area cross each other.');
  const evenBow = [
    [0, 0],
    [1, 1],
    [0, 1],
    [1, 0],
  ] as const;
  assert.equal(wrongPolygon(evenBow), 'The edges of the area cross each other.');
  assert.equal(
    wrongPolygon([
      [0, 0],
      [1, 1],
      [2, 2],
    ]),
    'An area has 100 square meters at least.',
  );
  assert.equal(
    wrongPolygon([
      [-90, 0],
      [0, 10],
      [90, 0],
      [0, -10],
    ]),
    'An area reaches over less than half the earth.',
  );
  for (const area of [
    '',
    ';',
    '0,0;1,0',
    '0,0;1,0;NaN,1',
    '0,0;1,0;1e9,1',
    '0,0;181,0;0,1',
    '0,0;1,0;0,91',
    polygonArea(bow),
  ]) {
    assert.equal(cornersOf(area), null, area);
  }
  for (const [typed, line] of [
    ['30, -97\n30\n31, -97', 2],
    ['91, 0', 1],
    ['0, 181', 1],
    ['NaN, 1', 1],
    ['1e9, 1', 1],
  ] as const) {
    assert.deepEqual(readCorners(typed), { corners: null, wrongLine: line });
  }
});
