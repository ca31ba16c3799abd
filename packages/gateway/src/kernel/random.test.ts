import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { createSystemRandom, newUuid } from './random.ts';

const random = createSystemRandom();
const seed = Math.floor(Math.random() * 2 ** 31);
const instants = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe(`ids (seed ${seed})`, () => {
  test('[RFC 9562 5.7] are UUIDs of version 7 that carry their millisecond', () => {
    fc.assert(
      fc.property(instants, (now) => {
        const id = newUuid({ now: () => now }, random);
        assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.equal(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16), now);
      }),
      { seed },
    );
  });

  test('[RFC 9562 6.11] made later sort later as text', () => {
    fc.assert(
      fc.property(instants, instants, (one, other) => {
        fc.pre(one !== other);
        const [earlier, later] = [Math.min(one, other), Math.max(one, other)];
        assert.ok(newUuid({ now: () => earlier }, random) < newUuid({ now: () => later }, random));
      }),
      { seed },
    );
  });

  test('of one millisecond are all different', () => {
    const ids = Array.from({ length: 10_000 }, () => newUuid({ now: () => 1 }, random));
    assert.equal(new Set(ids).size, 10_000);
  });
});

describe('random bytes', () => {
  test('are as many as asked for, also more than a pool, and are not shared with later calls', () => {
    for (const length of [0, 1, 16, 8_192, 8_193, 100_000]) assert.equal(random.bytes(length).length, length);
    const first = random.bytes(16);
    const copy = Buffer.from(first);
    for (let call = 0; call < 2_000; call += 1) random.bytes(16);
    assert.deepEqual(first, copy);
  });
});
