import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectText } from './words.ts';

test('a dialect is shown as the server describes it, and by its name where it does not', () => {
  const list = { descriptions: { plugged: 'A dialect of a test' } };
  assert.equal(dialectText(list, 'plugged'), 'A dialect of a test');
  for (const name of ['other', 'constructor', '__proto__']) assert.equal(dialectText(list, name), name);
  assert.equal(dialectText({}, 'plugged'), 'plugged');
});
