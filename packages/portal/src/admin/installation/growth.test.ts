import assert from 'node:assert/strict';
import { it } from 'node:test';
import { growthADay } from './growth.ts';

const FIRST = { day: '2026-11-11', size_bytes: 1_000 };

it('a growth is by the days that passed since the first that is known, whatever days are missing', () => {
  const days = [FIRST, { day: '2026-11-20', size_bytes: 9_000 }];
  assert.equal(growthADay(days, { bytes: 11_000, at: '2026-11-21T00:00:00.000Z' }), 1_000);
  assert.equal(growthADay(days, { bytes: 500, at: '2026-11-21T00:00:00.000Z' }), -50);
});

it('there is none before a day has passed', () => {
  assert.equal(growthADay([], { bytes: 11_000, at: '2026-11-21T00:00:00.000Z' }), null);
  assert.equal(growthADay([FIRST], { bytes: 11_000, at: '2026-11-11T23:59:00.000Z' }), null);
});
