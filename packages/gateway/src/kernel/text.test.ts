import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VISIBLE_PATTERN } from '@sallyport/contract';
import fc from 'fast-check';
import { cutText, isVisible, storableText, VISIBLE, withoutInvisible } from './text.ts';

const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

test('whatever is given, the storable text is the same after UTF-8, and has no NUL', () => {
  fc.assert(
    fc.property(anyUnits, (given) => {
      const text = storableText(given);
      assert.equal(Buffer.from(text, 'utf8').toString('utf8'), text);
      assert.ok(!text.includes('\0'));
      assert.equal(storableText(text), text);
    }),
  );
});

test('text that can be stored is left alone', () => {
  for (const text of ['', 'Grüße', '👩‍🚒 at the door', '\ufffd', 'a\u200bb']) assert.equal(storableText(text), text);
});

test('a cut counts code points and halves none', () => {
  assert.equal(cutText(`${'a'.repeat(99)}🚒🚒`, 100), `${'a'.repeat(99)}🚒`);
  assert.equal(cutText('🚒'.repeat(100), 100), '🚒'.repeat(100));
  assert.equal(cutText('🚒'.repeat(101), 100), '🚒'.repeat(100));
  assert.equal(cutText('abc', 100), 'abc');
  assert.equal(cutText('abc', 0), '');
});

const UNSEEN = [
  '',
  ' ',
  '\u200b',
  '\u2060',
  '\ufeff',
  '\u202a\u202c',
  '\u00ad',
  '\u0000',
  '\u3164',
  '\u2800',
  '\u200b \u00a0',
  '\u{e0041}',
  '\ufe0f',
  '\ud800',
];
const SEEN = ['a', '.', '7', 'é', '救', '👩‍🚒', '\u200ba', '\u0627', '🇺🇸'];

test('text in which nothing is seen is told from text in which something is, as the contract tells them apart', () => {
  for (const text of UNSEEN) assert.equal(isVisible(text), false, JSON.stringify(text));
  for (const text of SEEN) assert.equal(isVisible(text), true, text);
  assert.equal(VISIBLE.source, VISIBLE_PATTERN);
});

test('what is not seen is taken out of a text, and nothing else', () => {
  assert.equal(withoutInvisible('\u202ari\u200bley\u2060@\u00adcounty.test\ufeff'), 'riley@county.test');
  for (const text of ['Grüße aus Köln', 'a b\u00a0c', '救急', 'e\u0301']) assert.equal(withoutInvisible(text), text);
});
