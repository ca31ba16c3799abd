import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toE164 } from './phone-number.ts';

const SAME_CALLER = [
  'tel://15555555555',
  'tel:+15555555555',
  'tel://+15555555555',
  'tel:+1-555-555-5555',
  '5555555555',
  '15555555555',
  '+15555555555',
  '+1 (555) 555-5555',
  '(555) 555-5555',
  '555.555.5555',
  ' 1-555-555-5555 ',
  'tel:%2B15555555555',
  '01115555555555',
];

for (const given of SAME_CALLER) {
  test(`${given} is the same caller as +15555555555`, () => {
    assert.equal(toE164(given), '+15555555555');
  });
}

for (const given of [
  '',
  '911',
  '5550123',
  '+',
  'tel://',
  '0000000000',
  '1234567890',
  '+1555',
  'alert-1',
  '1'.repeat(40),
]) {
  test(`${JSON.stringify(given)} is refused, because it cannot be read in one way`, () => {
    assert.equal(toE164(given), undefined);
  });
}

test('a number with another country code keeps it', () => {
  assert.equal(toE164('tel:+442071838750'), '+442071838750');
  assert.equal(toE164('442071838750'), '+442071838750');
});
