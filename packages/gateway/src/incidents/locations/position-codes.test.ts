import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPositionCode, toMgrs, toPlusCode } from './position-codes.ts';

const PLACE = { latitude: 40.7484, longitude: -73.9857 };

/** Known places and their codes: of NGA's own examples, and of the Open Location Code's test data. */
test('a position has its code in MGRS and as a plus code, and each leads back to it', () => {
  assert.deepEqual([toMgrs(PLACE), toPlusCode(PLACE)], ['18TWL8562811322', '87G8P2X7+9P']);
  assert.equal(toMgrs({ latitude: 38.8895, longitude: -77.0353 })?.slice(0, 5), '18SUJ');
  assert.deepEqual([toMgrs({ latitude: 89, longitude: 0 }), toMgrs({ latitude: -85, longitude: 0 })], [null, null]);
  for (const code of ['18TWL8562811322', '18T WL 85628 11322', '18t wl 85628-11322', '87G8P2X7+9P', '87g8p2x7+9p']) {
    const read = readPositionCode(code, null);
    assert.ok(read !== null && Math.abs(read.latitude - PLACE.latitude) < 0.0001, code);
    assert.ok(Math.abs(read.longitude - PLACE.longitude) < 0.0001, code);
  }
});

test('decimal degrees are read with signs or letters, and a short plus code by what it is near to', () => {
  for (const text of ['40.7484, -73.9857', '40.7484 -73.9857', ' 40.7484N, 73.9857W ', '40.7484° N; 73.9857° W']) {
    assert.deepEqual(readPositionCode(text, null), { kind: 'coordinates', ...PLACE }, text);
  }
  assert.equal(readPositionCode('P2X7+9P', { latitude: 40.7, longitude: -74 })?.latitude.toFixed(3), '40.748');
  assert.equal(readPositionCode('P2X7+9P', null), null);
});

test('what is no position is none', () => {
  for (const text of [
    '',
    ' ',
    '12 Main St',
    '555-0123',
    '91, 10',
    '10, 181',
    '18TWL856',
    '99TWL8562811322',
    '18IWL8562811322',
    '+',
    '87G8P2X7',
    '10001',
    '40.7484',
  ]) {
    assert.equal(readPositionCode(text, PLACE), null, text);
  }
});
