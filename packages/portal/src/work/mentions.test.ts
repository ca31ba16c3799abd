import assert from 'node:assert/strict';
import { it } from 'node:test';
import { mentionedIn } from './mentions.ts';

const COLLEAGUES = [
  { user_id: 'a', name: 'Ada Example' },
  { user_id: 'a', name: 'Ada Example' },
  { user_id: 'b', name: 'Bo Example' },
];

it('a text names whoever stands after an @, each once', () => {
  assert.deepEqual(mentionedIn('@ada example please call back, Bo Example knows', COLLEAGUES), ['a']);
  assert.deepEqual(mentionedIn('@Bo Example and @Ada Example', COLLEAGUES), ['a', 'b']);
  assert.deepEqual(mentionedIn('mail ada@example.test', COLLEAGUES), []);
});
