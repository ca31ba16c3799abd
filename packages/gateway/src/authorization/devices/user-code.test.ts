import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSystemRandom } from '../../kernel/random.ts';
import { formatUserCode, newUserCode, readUserCode } from './user-code.ts';

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ';
const DRAWN = 20_000;

test('[RFC 8628 6.1] a user code is eight consonants, so that none is a word or looks like a digit', () => {
  const random = createSystemRandom();
  for (let drawn = 0; drawn < 1_000; drawn += 1) assert.match(newUserCode(random), /^[BCDFGHJKLMNPQRSTVWXZ]{8}$/);
});

test('[RFC 8628 5.1] every letter is as likely as the others, so that a code has its 34.5 bits', () => {
  const random = createSystemRandom();
  const counts = new Map<string, number>();
  for (let drawn = 0; drawn < DRAWN; drawn += 1) {
    for (const letter of newUserCode(random)) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  }
  const expected = (DRAWN * 8) / LETTERS.length;
  // Seven standard deviations: a fair draw fails once in hundreds of billions of runs.
  for (const letter of LETTERS) assert.ok(Math.abs((counts.get(letter) ?? 0) - expected) < 7 * Math.sqrt(expected));
});

test('a byte that would favour some letters is drawn again', () => {
  const draws = [
    Buffer.alloc(8, 255),
    Buffer.from([240, 0, 19, 20, 39, 239, 1, 2]),
    Buffer.from([3, 4, 5, 6, 7, 8, 9, 10]),
  ];
  assert.equal(newUserCode({ bytes: () => draws.shift() ?? assert.fail() }), 'BZBZZCDF');
});

test('[RFC 8628 6.1] a typed code is read without case, dashes and spaces', () => {
  for (const typed of ['WDJB-MJHT', 'wdjbmjht', ' wdjb mjht ', 'W-D-J-B-M-J-H-T', 'WDJB–MJHT']) {
    assert.equal(readUserCode(typed), 'WDJBMJHT');
  }
  assert.equal(formatUserCode('WDJBMJHT'), 'WDJB-MJHT');
});
