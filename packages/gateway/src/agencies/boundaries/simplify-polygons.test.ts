import assert from 'node:assert/strict';
import { test } from 'node:test';
import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { DomainError } from '../../kernel/errors.ts';
import { metresToEdge } from './measure-boundary.ts';
import { readBoundary } from './read-boundary.ts';
import { MOST_GIVEN_POSITIONS, MOST_POSITIONS } from './simplify-polygons.ts';
import type { Position, Ring } from './types.ts';

const polygon = (...coordinates: unknown[]) => ({ type: 'Polygon', coordinates });

/** A coast around 40 N, 74 W: half a degree out, rough by a few metres. */
function coast(count: number, roughness = 0.000_03): Ring {
  const corners = Array.from({ length: count }, (_, index) => {
    const angle = (2 * Math.PI * index) / count;
    const radius = 0.5 + roughness * Math.sin(index * 12.9898) + 0.02 * Math.sin(7 * angle);
    return [-74 + radius * Math.cos(angle), 40 + radius * Math.sin(angle)];
  });
  return [...corners, corners[0] as Position];
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

test('up to 10,000 positions a boundary stays as it is', async () => {
  const ring = coast(MOST_POSITIONS - 1);
  const read = await readBoundary(polygon(ring));
  assert.deepEqual([read.boundary, read.simplified, read.notes], [polygon(ring), null, []]);
});

test('beyond, it is simplified, and the note has how many positions are left and how far the outline moved', async () => {
  const ring = coast(30_000);
  const { boundary, simplified, notes, positionCount } = await readBoundary(polygon(ring));
  assert.ok(simplified !== null && boundary.type === 'Polygon');
  assert.equal(simplified.positionsBefore, 30_001);
  assert.equal(simplified.positionsAfter, positionCount);
  assert.ok(positionCount <= MOST_POSITIONS && positionCount > 100, String(positionCount));
  const [kept = []] = boundary.coordinates;
  const distances = ring
    .filter((_, index) => index % 500 === 0)
    .map((position) =>
      Math.min(...kept.slice(1).map((to, index) => metresToEdge(position, kept[index] as Position, to))),
    );
  assert.ok(Math.max(...distances) <= simplified.largestShiftMetres + 1e-6);
  assert.ok(simplified.largestShiftMetres > 0 && simplified.largestShiftMetres <= 20);
  assert.ok(notes[0]?.startsWith(`Simplified from 30001 to ${positionCount} positions; its outline moved by at most `));
  assert.ok(booleanPointInPolygon([-74, 40], boundary));
});

test('an outline that crosses itself stays refused, as does a file of too many positions', async () => {
  const ring = coast(12_000, 0);
  const pulled = ring.map((position, index) => (index === 2_000 ? [-75, 39] : position));
  assert.match(await refusalOf(polygon(pulled)), /cross each other/);
  assert.match(
    await refusalOf(polygon(coast(MOST_GIVEN_POSITIONS, 0))),
    /200001 positions; up to 200000 are simplified/,
  );
});

test('no shape is too deep for the simplification, and others have their turns', async () => {
  const spiral = Array.from({ length: 50_000 }, (_, index) => {
    const angle = index * 0.05;
    const radius = 0.1 + index * 0.000_1;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  assert.notEqual(await refusalOf(polygon([...spiral, [0, 0], spiral[0]])), '');
  clearInterval(timer);
  assert.ok(turns >= 5, `others had ${turns} turns`);
});
