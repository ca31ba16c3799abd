import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fault, ok } from './finding.ts';
import { phrase } from './phrase.ts';

test('a finding has its sentence, and the text and the values it was made of', () => {
  const found = phrase`The last backup was made ${1.5} days ago, of ${'{2}'} bytes`;
  const { foundBy, ...rest } = fault('last_backup', phrase`${found}, and its audit has ${3} faults`, 'Look');
  assert.equal(rest.found, 'The last backup was made 1.5 days ago, of {2} bytes, and its audit has 3 faults');
  assert.deepEqual(foundBy, {
    sentence: rest.found,
    text: 'The last backup was made {1} days ago, of {2} bytes, and its audit has {3} faults',
    values: ['1.5', '{2}', '3'],
  });
  assert.deepEqual([rest.action, rest.actionBy?.text], ['Look', 'Look']);
  assert.deepEqual(ok('ready', 'Every part is ready').foundBy?.values, []);
});
