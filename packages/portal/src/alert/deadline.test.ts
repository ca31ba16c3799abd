import assert from 'node:assert/strict';
import { it } from 'node:test';
import { countdownText, secondsLeft, spokenDeadline } from './deadline.ts';

it('counts whole seconds down to 0 and no further', () => {
  const until = '2026-11-21T12:00:45.000Z';
  const at = Date.parse(until);
  assert.equal(secondsLeft(until, at - 45_000), 45);
  assert.equal(secondsLeft(until, at - 44_001), 45);
  assert.equal(secondsLeft(until, at - 1), 1);
  assert.equal(secondsLeft(until, at), 0);
  assert.equal(secondsLeft(until, at + 5_000), 0);
});

it('reads as a clock', () => {
  assert.deepEqual([0, 9, 60, 750, 3600].map(countdownText), ['0:00', '0:09', '1:00', '12:30', '1:00:00']);
});

it('is stated aloud a few times in an hour, always true, and at the end', () => {
  const stated = Array.from({ length: 3601 }, (_, index) => spokenDeadline(3600 - index));
  assert.deepEqual(
    stated.filter((each, index) => each !== stated[index - 1]),
    [
      '',
      'At most 300 seconds left to accept.',
      'At most 60 seconds left to accept.',
      'At most 30 seconds left to accept.',
      'At most 10 seconds left to accept.',
      'The time to accept has passed.',
    ],
  );
});
