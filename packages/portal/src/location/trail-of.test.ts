import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StatedLocation } from '@sallyport/contract';
import { locationAt, trailOf } from './trail-of.ts';

const stated = (id: string, latitude: number | null, located_at: string, address?: string) =>
  ({
    ...{ id, latitude, longitude: latitude === null ? null : -74, located_at },
    place: address === undefined ? null : { nearest: { address, distance_m: 12 } },
  }) as StatedLocation;

test('what was stated of a position is of that position, whatever came later or at the same time', () => {
  const here = { latitude: 40, longitude: -74 };
  const at = '2026-12-01T10:00:00Z';
  const kept = stated('kept', 40, at, '512 Tamarack Avenue');
  const later = stated('later', 40.1, '2026-12-01T10:05:00Z', '14 Elm Street');
  const sameTime = stated('same time', 40.2, at, '9 Oak Lane');
  const unplaced = stated('unplaced', null, '2026-12-01T10:06:00Z');
  assert.equal(locationAt([unplaced, later, kept, sameTime], here)?.id, 'kept');
  assert.equal(locationAt([later, sameTime], here), undefined);
  const again = stated('again', 40, '2026-12-01T10:04:00Z', '512 Tamarack Avenue');
  assert.equal(locationAt([later, again, kept], here)?.id, 'again', 'the newest of it');
  assert.deepEqual(
    trailOf([later, kept]).map(({ id }) => id),
    ['kept', 'later'],
  );
});
