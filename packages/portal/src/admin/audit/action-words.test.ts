import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, actionText } from './action-words.ts';

test('an action is in words, also one without an entry and one named like a member of every object', () => {
  assert.equal(actionText('user.lock_released'), 'Sign-in lock released');
  assert.equal(actionText('something.quite_new'), 'Something quite new');
  assert.equal(actionText('constructor'), 'Constructor');
});

test('no two actions have the same words', () => {
  assert.equal(new Set(Object.values(ACTIONS)).size, Object.keys(ACTIONS).length);
});
