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
    '512_555_01_88',
    '512 555 0 1 8 8',
    '512\u00b7555\u00b70188',
    '\u202a512\u200b555\u200b0188\u202c',
    '512 \u2212 555 \u2212 0188',
    '５１２-５５５-０１８８',
    '٥١٢٥٥٥٠١٨٨',
    '0115125550188'.replace('011', '0111'),
  ]) {
    assert.match(
      withoutNumber(`call ${text}, please`, AMERICAN),
      /^call [+\p{Cf}\d]{0,4}\[number erased\]\p{Cf}?, please$/u,
      text,
    );
  }
  assert.equal(withoutNumber('tel:+15125550188', AMERICAN), `tel:${ERASED_TEXT}`);
  assert.equal(withoutNumber('at 512-555-0188.', AMERICAN), `at ${ERASED_TEXT}.`);
  for (const text of ['+49 30 901820', '0049 30 901820', '030/901820', '+49 (0)30 901820']) {
    assert.equal(withoutNumber(text, GERMAN), ERASED_TEXT, text);
  }
});

test('in the pairs in which others write numbers it is looked for, too', () => {
  const french = spelledNumber('+33142685789');
  const like = (pattern: string, text: string) => new RegExp(`^${pattern.replaceAll('%', '.*')}$`, 'su').test(text);
  for (const text of ['01 42 68 57 89', '+33 1 42 68 57 89', '01.42.68.57.89', '０１ ４２ ６８ ５７ ８９']) {
    assert.equal(withoutNumber(`rappeler ${text}`, french), `rappeler ${ERASED_TEXT}`, text);
    assert.ok(
      french.likes.some((pattern) => like(pattern, text)),
      `${text} is among what is looked at`,
    );
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
