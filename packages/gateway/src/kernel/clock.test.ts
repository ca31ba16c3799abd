import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toRfc3339 } from './clock.ts';

test('an instant is the same text whichever was asked for before it', () => {
  const start = Date.UTC(2026, 10, 21, 12, 0, 0);
  const steps = [0, 1, 7, 42, 999, 1_000, 1_001, -1, -999, -1_000, 0.5, 999.5, 86_400_000, 59_999, 60_000];
  for (const from of [start, 0, -1, -62_135_596_800_000, 253_402_300_800_000]) {
    for (const first of steps) {
      for (const second of steps) {
        assert.equal(toRfc3339(from + first), new Date(from + first).toISOString());
        assert.equal(toRfc3339(from + second), new Date(from + second).toISOString());
      }
    }
  }
  assert.throws(() => toRfc3339(Number.NaN), RangeError);
});
