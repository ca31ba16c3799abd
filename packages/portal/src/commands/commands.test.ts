import assert from 'node:assert/strict';
import { it } from 'node:test';
import { keysText, matching } from './commands.ts';

const COMMANDS = ['Release', 'Claim', 'Close …', 'Write a note', 'Go to the incidents'].map((label) => ({ label }));
const namesOf = (typed: string) => matching(COMMANDS, typed).map(({ label }) => label);

it('finds commands by the words of their names, those first that begin with what was typed', () => {
  assert.deepEqual(namesOf('cl'), ['Claim', 'Close …']);
  assert.deepEqual(namesOf('note wr'), ['Write a note']);
  assert.deepEqual(namesOf('e'), ['Release', 'Close …', 'Write a note', 'Go to the incidents']);
  assert.deepEqual(namesOf('  '), []);
  assert.deepEqual(namesOf('555'), []);
});

it('writes keys as people read them', () => {
  assert.equal(keysText('shift+C'), 'Shift C');
  assert.equal(keysText('Delete'), 'Delete');
});
