import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LogPlace } from './log-place.ts';

test('the place stands before the first event that is open, whatever was stored behind it', () => {
  const place = new LogPlace(10);
  assert.deepEqual([place.cursorSeq, place.readTo], [10, 10]);
  place.read(20, [12, 15, 18]);
  assert.deepEqual([place.cursorSeq, place.readTo, place.openCount], [11, 20, 3]);
  place.close(15);
  assert.equal(place.cursorSeq, 11);
  place.close(12);
  assert.equal(place.cursorSeq, 17);
  place.read(30, [25]);
  place.close(18);
  assert.deepEqual([place.cursorSeq, place.isOpen(25), place.isOpen(18)], [24, true, false]);
  place.close(25);
  assert.deepEqual([place.cursorSeq, place.openCount], [30, 0]);
});

test('what was never open, and a page without a wanted event, hold nothing back', () => {
  const place = new LogPlace(0);
  place.close(null);
  place.close(7);
  place.read(256, []);
  assert.deepEqual([place.cursorSeq, place.isOpen(null)], [256, false]);
});
