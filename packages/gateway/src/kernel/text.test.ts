import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutText, storableText } from './text.ts';

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
