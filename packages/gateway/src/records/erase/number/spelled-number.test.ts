import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERASED_TEXT, jsonWithoutNumber, spelledNumber, withoutNumber } from './spelled-number.ts';

const AMERICAN = spelledNumber('+15125550188');
const GERMAN = spelledNumber('+4930901820');

test('a number is found however it is written', () => {
  for (const text of [
    '+15125550188',
    '15125550188',
    '5125550188',
    '(512) 555-0188',
    '1-512-555-0188',
    '+1 (512) 555.0188',
    '512/555/0188',
    '512‑555‑0188',
    '0115125550188'.replace('011', '0111'),
  ]) {
    assert.ok(!/0188/.test(withoutNumber(`call ${text}, please`, AMERICAN)), text);
  }
  assert.equal(withoutNumber('tel:+15125550188', AMERICAN), `tel:${ERASED_TEXT}`);
  assert.equal(withoutNumber('at 512-555-0188.', AMERICAN), `at ${ERASED_TEXT}.`);
  for (const text of ['+49 30 901820', '0049 30 901820', '030/901820', '+49 (0)30 901820']) {
    assert.equal(withoutNumber(text, GERMAN), ERASED_TEXT, text);
  }
});

test('another number, and digits that go on, stay', () => {
  for (const text of ['+15125550189', '9915125550188', '51255501881', '512-555-018', '0188', '']) {
    assert.equal(withoutNumber(text, AMERICAN), text);
  }
});

test("in JSON a caller's number becomes null, and what names it becomes a text without it", () => {
  const given = {
    callerPhoneNumber: '+15125550188',
    callerPhone: '+15125550177',
    note: { text: 'ask 512 555 0188' },
    facts: [{ value: '(512) 555-0188' }, 5125550188, 7, null, true],
  };
  assert.deepEqual(JSON.parse(jsonWithoutNumber(JSON.stringify(given), AMERICAN)), {
    callerPhoneNumber: null,
    callerPhone: '+15125550177',
    note: { text: `ask ${ERASED_TEXT}` },
    facts: [{ value: ERASED_TEXT }, ERASED_TEXT, 7, null, true],
  });
  const other = '{ "a" : 1 }';
  assert.equal(jsonWithoutNumber(other, AMERICAN), other, 'the same text');
  assert.equal(jsonWithoutNumber('', AMERICAN), '');
});
