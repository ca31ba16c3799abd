import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { testClock } from '../../../../testing/src/world.ts';
import { loadConfig } from '../../config/load-config.ts';
import { Limits, TokenBuckets } from './limits.ts';

const seed = Math.floor(Math.random() * 2 ** 31);
const options = { seed, verbose: true } as const;

const perMinute = fc.integer({ min: 1, max: 10_000 });
/** Milliseconds between one attempt and the next. */
const pauses = fc.array(fc.integer({ min: 0, max: 30_000 }), { minLength: 1, maxLength: 200 });

describe(`a token bucket (seed ${seed})`, () => {
  test('never lets more than one allowance and what refilled meanwhile through, in any span', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), pauses, (rate, steps) => {
        const clock = testClock();
        const buckets = new TokenBuckets(rate, clock);
        const taken: number[] = [];
        for (const step of steps) {
          clock.advance(step);
          for (let burst = 0; burst < 3; burst += 1) if (buckets.take('key') === 0) taken.push(clock.now());
        }
        for (const [index, from] of taken.entries()) {
          const to = taken.at(-1) ?? from;
          const allowed = rate + ((to - from) / 60_000) * rate + 1e-6;
          assert.ok(taken.length - index <= allowed + 1, `${taken.length - index} of ${allowed}`);
        }
      }),
      options,
    );
  });

  test('lets one through after the seconds it stated to wait', () => {
    fc.assert(
      fc.property(perMinute, pauses, (rate, steps) => {
        const clock = testClock();
        const buckets = new TokenBuckets(rate, clock);
        for (const step of steps) {
          clock.advance(step % 100);
          let waitSeconds = 0;
          for (let attempt = 0; attempt <= rate && waitSeconds === 0; attempt += 1) waitSeconds = buckets.take('key');
          if (waitSeconds === 0) continue;
          clock.advance(waitSeconds * 1_000);
          assert.equal(buckets.take('key'), 0, `rate ${rate}, waited ${waitSeconds} s`);
        }
      }),
      { ...options, numRuns: 50 },
    );
  });

  test('gives every key an allowance of its own', () => {
    const buckets = new TokenBuckets(1, testClock());
    assert.equal(buckets.take('one'), 0);
    assert.equal(buckets.take('other'), 0);
    assert.equal(buckets.take('one'), 60);
  });

  test('gives so many at once as it is set to, and the rest of the minute as it passes', () => {
    const clock = testClock();
    const buckets = new TokenBuckets(600, clock, 20);
    const takenNow = () => {
      let taken = 0;
      while (buckets.take('key') === 0) taken += 1;
      return taken;
    };
    assert.equal(takenNow(), 20);
    assert.equal(buckets.isUntouched('key'), false);
    clock.advance(1_000);
    assert.equal(takenNow(), 10);
    clock.advance(3_600_000);
    assert.equal(buckets.isUntouched('key'), true);
    assert.equal(takenNow(), 20);
  });

  test('keeps who asked lately, however many strangers ask', () => {
    const buckets = new TokenBuckets(2, testClock());
    buckets.take('lately');
    for (let stranger = 0; stranger < 150_000; stranger += 1) {
      buckets.take(`stranger ${stranger}`);
      if (stranger === 99_000) buckets.take('lately');
    }
    assert.notEqual(buckets.take('lately'), 0);
  });

  test('counts nothing for an attempt that is given back, and never holds more than one allowance', () => {
    const buckets = new TokenBuckets(2, testClock());
    buckets.take('key');
    for (let refund = 0; refund < 10; refund += 1) buckets.refund('key');
    assert.deepEqual([buckets.take('key'), buckets.take('key')], [0, 0]);
    assert.notEqual(buckets.take('key'), 0);
  });

  test('is full again where its prefix is cleared, and others are not', () => {
    const buckets = new TokenBuckets(1, testClock());
    for (const key of ['sam here', 'sam there', 'samantha here']) buckets.take(key);
    buckets.clear('sam ');
    assert.deepEqual([buckets.take('sam here'), buckets.take('sam there')], [0, 0]);
    assert.notEqual(buckets.take('samantha here'), 0);
  });

  test('allows everything at a rate of 0', () => {
    const buckets = new TokenBuckets(0, testClock());
    for (let attempt = 0; attempt < 10_000; attempt += 1) assert.equal(buckets.take('key'), 0);
  });

  test('takes nothing away when the clock is set back', () => {
    const clock = testClock();
    const buckets = new TokenBuckets(2, clock);
    buckets.take('key');
    clock.advance(-3_600_000);
    assert.equal(buckets.take('key'), 0);
    clock.advance(30_000);
    assert.equal(buckets.take('key'), 0);
  });
});

test('a refused sign-in is delayed by 250 ms', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const limits = new Limits(loadConfig({}, {}), testClock());
  let isOver = false;
  const delay = limits.delayRefusal().then(() => {
    isOver = true;
  });
  t.mock.timers.tick(249);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(isOver, false);
  t.mock.timers.tick(1);
  await delay;
});
