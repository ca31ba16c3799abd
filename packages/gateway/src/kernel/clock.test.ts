import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { toRfc3339 } from './clock.ts';

test('an instant is written as Date writes it, in any order of days', () => {
  fc.assert(
    fc.property(fc.integer({ min: -62_000_000_000_000, max: 4_102_444_800_000 }), (instant) => {
      assert.equal(toRfc3339(instant), new Date(instant).toISOString());
    }),
    { numRuns: 2_000 },
  );
});
