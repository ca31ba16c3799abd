import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Positions } from './positions.ts';

test('a position goes forward by number in each log, and comes back as the server wrote it', () => {
  const positions = new Positions('north:7,south:1f00ab3c.4');
  assert.equal(positions.after, 'north:7,south:1f00ab3c.4');
  assert.equal(positions.take('north:7', ''), false);
  assert.equal(positions.take('south:1f00ab3c.4', ''), false);
  assert.equal(positions.take('south:1f00ab3c.10', ''), true);
  assert.equal(positions.take('south:1f00ab3c.9', ''), false);
  assert.equal(positions.after, 'north:7,south:1f00ab3c.10');
});

test('an epoch of digits alone is no part of the number', () => {
  const positions = new Positions('north:12345678.100');
  assert.equal(positions.take('north:12345678.99', ''), false);
  assert.equal(positions.after, 'north:12345678.100');
});

test('in another epoch numbers begin anew', () => {
  const positions = new Positions('north:900');
  assert.equal(positions.take('north:0badcafe.2', ''), true);
  assert.equal(positions.after, 'north:0badcafe.2');
});

test('a cursor in another form is sent back as it came, and its events are known by what they are', () => {
  const positions = new Positions('yesterday');
  assert.equal(positions.after, 'yesterday');
  assert.equal(positions.take('today', 'a'), true);
  assert.equal(positions.take('today', 'a'), false);
  assert.equal(positions.after, 'today');
  positions.forget();
  assert.equal(positions.after, null);
});
