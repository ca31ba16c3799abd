import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromStoredType, toStoredType } from './stored-form.ts';

test('rows keep the texts that they have had from the start, and each is read as facts', () => {
  const of = (emergencyType: string | null, isTest = false, isActiveAssailant = false) => ({
    ...{ emergencyType, isTest, isActiveAssailant },
  });
  for (const [stored, facts] of [
    ['FIRE', of('FIRE')],
    ['TEST_FIRE', of('FIRE', true)],
    ['ACTIVE_ASSAILANT', of('ACTIVE_ASSAILANT', false, true)],
    ['TEST_ACTIVE_ASSAILANT', of('ACTIVE_ASSAILANT', true, true)],
    ['Water leak', of('Water leak')],
    [null, of(null)],
  ] as const) {
    assert.deepEqual(fromStoredType(stored), facts);
    assert.equal(toStoredType(facts), stored);
  }
  assert.deepEqual(fromStoredType('FIRE', true), of('FIRE', true));
  assert.equal(toStoredType(of('shooter', true, true)), 'TEST_ACTIVE_ASSAILANT');
});
