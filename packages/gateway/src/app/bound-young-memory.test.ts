import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getHeapSpaceStatistics } from 'node:v8';
import { boundYoungMemory } from './bound-young-memory.ts';

const BOUND_BYTES = 64 * 2 ** 20;
const KEPT = 400_000;
const ROUNDS = 40;

const youngBytes = () => getHeapSpaceStatistics().find(({ space_name: name }) => name === 'new_space')?.space_size ?? 0;

test('what is kept for young objects stays within 64 MB under work that makes V8 double it', async (t) => {
  t.after(boundYoungMemory());
  let survivors: object[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // Many of them live until the next collection, which is what makes V8 grow the space.
    survivors = [...survivors.slice(-KEPT), ...Array.from({ length: KEPT / 8 }, (_, index) => ({ round, index }))];
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  assert.ok(survivors.length > 0);
  assert.ok(youngBytes() <= BOUND_BYTES, `${youngBytes()} bytes`);
});
