import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isWithheld, readCallerNumber } from './caller-number.ts';
import { parsePhone, toE164 } from './phone-number.ts';

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
  '\u200b+1\u00a0555\u00ad555\u20605555\ufeff',
  '\u202a(555) 555-5555\u202c',
  '555\u2011555\u20135555',
  '555\u2212555\ufe635555',
  '\uff0b\uff11\uff15\uff15\uff15\uff15\uff15\uff15\uff15\uff15\uff15\uff15',
  '\u0665\u0665\u0665\u0665\u0665\u0665\u0665\u0665\u0665\u0665',
  'sip:+15555555555@psap.test;user=phone',
  'tel:555-555-5555;phone-context=+1',
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
  '5'.repeat(5_000),
  '+5555550123',
  '+52 555 5501 23',
  '+10000000000',
  '+11234567890',
  '011+5555550123',
  'Anonymous',
  '\u200b',
]) {
  test(`${JSON.stringify(given)} is refused, because it cannot be read in one way`, () => {
    assert.equal(toE164(given), undefined);
  });
}

for (const [given, extension] of [
  ['555-555-5555 ext. 12', '12'],
  ['(555) 555-5555 Extension 1234', '1234'],
  ['5555555555x12', '12'],
  ['+1 555 555 5555 #12', '12'],
  ['tel:+15555555555;ext=12', '12'],
  ['555 555 5555 (x 7)', '7'],
  ['15555555555,,12', '12'],
  ['555-555-5555 e\u00adxt\u200b.\u00a012', '12'],
] as const) {
  test(`${JSON.stringify(given)} is the same caller, and its extension is kept`, () => {
    assert.deepEqual(parsePhone(given), { number: '+15555555555', extension });
  });
}

test("Mexico's mobile numbers are the same with and without the 1 they had", () => {
  for (const given of ['+52 1 55 5555 0123', '5215555550123', '+525555550123', '011 52 1 55 5555 0123']) {
    assert.equal(toE164(given), '+525555550123', given);
  }
});

test('ten digits after a plus are read as the country they can only be of', () => {
  assert.equal(toE164('+6581234567'), '+6581234567');
  assert.equal(toE164('+4520123456'), '+4520123456');
});

for (const given of [
  'Anonymous',
  'ANONYMOUS',
  'Restricted',
  'restricted number',
  'Unknown',
  'Private',
  'Private Caller',
  'Unavailable',
  'No Caller ID',
  'sip:anonymous@anonymous.invalid',
  '0000000000',
  '000-000-0000',
  '+10000000000',
  '+1 (000) 000-0000',
  '0',
  '',
  '   ',
  '-',
  '\u200b\ufeff',
  'A\u00adnonymous',
]) {
  test(`${JSON.stringify(given)} stands for a number that is not known`, () => {
    assert.equal(isWithheld(given), true);
    assert.deepEqual(readCallerNumber(given), { number: null, given });
  });
}

for (const given of ['5555555555', '+5555550123', '911', '100', 'front desk', '+15555550000']) {
  test(`${JSON.stringify(given)} does not stand for a number that is not known`, () => {
    assert.equal(isWithheld(given), false);
  });
}

test('a number with another country code keeps it', () => {
  assert.equal(toE164('tel:+442071838750'), '+442071838750');
  assert.equal(toE164('442071838750'), '+442071838750');
});
