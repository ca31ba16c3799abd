import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearing, directionWord, metersBetween } from './direction.ts';

const FROM = { latitude: 40, longitude: -74 };

test('the way between two places is one of eight words, and its length is in metres', () => {
  for (const [latitude, longitude, word] of [
    [40.01, -74, 'north'],
    [40.01, -73.987, 'north-east'],
    [40, -73.99, 'east'],
    [39.99, -74, 'south'],
    [40, -74.01, 'west'],
    [40.01, -74.0015, 'north'],
  ] as const) {
    assert.equal(directionWord(FROM, { latitude, longitude }), word, `${latitude}, ${longitude}`);
  }
  assert.equal(Math.round(metersBetween(FROM, { latitude: 40.01, longitude: -74 })), 1113);
  assert.ok(Math.abs(bearing({ latitude: 0, longitude: 179.999 }, { latitude: 0, longitude: -179.999 }) - 90) < 0.001);
});
