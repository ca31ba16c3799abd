import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalised } from '../search-index/search-text.ts';
import { isSimilar, piecesOf, readTerms } from './search-terms.ts';

test('a number in any spelling, whole or a part of it, is looked for by its digits', () => {
  for (const given of [
    '+1 (555) 555-0123',
    'tel:+15555550123',
    'tel://15555550123',
    '1.555.555.0123',
    '0015555550123',
  ]) {
    assert.deepEqual(readTerms(given), ['15555550123'], given);
  }
  assert.deepEqual(readTerms('555-0123'), ['5550123']);
  assert.deepEqual(readTerms('0123'), ['0123']);
});

test('words are looked for in small letters without accents, each of three letters or digits at least', () => {
  assert.deepEqual(readTerms('  José  RIVERA '), ['jose', 'rivera']);
  assert.deepEqual(readTerms('350 5th Ave, New York'), ['350', '5th', 'ave', 'new', 'york']);
  assert.deepEqual(readTerms('alert://0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11'), ['0190c2d8-7f2e-7cc3-98c5-6b2f4e0a1d11']);
  assert.deepEqual(readTerms('TEST-123 TEST-123'), ['test-123']);
  for (const given of ['', 'ab', '..', '12', '" OR *'])
    assert.throws(() => readTerms(given), { code: 'invalid_request' }, given);
});

test('a word with one letter wrong, or two of a long one, is similar, and has one of the pieces', () => {
  for (const [term, word] of [
    ['riverra', 'rivera'],
    ['jordon', 'jordan'],
    ['featherstonhaugh', 'featherstonehaugh'],
    ['apartmemt', 'apartment'],
  ] as const) {
    assert.ok(isSimilar(term, `x ${word}, y`), term);
    assert.ok(
      piecesOf(term).some((piece) => word.includes(piece)),
      term,
    );
  }
  assert.ok(!isSimilar('rivera', 'river'.repeat(3)));
  assert.ok(!isSimilar('jordan', 'gordons'));
  assert.deepEqual(piecesOf('5550123'), [], 'a similar number is another one');
  assert.deepEqual(piecesOf('panel-7-event-4711'), [], 'so is a similar id');
  assert.deepEqual(piecesOf('tst4711'), ['tst4', '711'], 'a plate may be heard badly');
  assert.deepEqual(piecesOf('smith'), []);
});

test('texts are indexed as they are looked for', () => {
  assert.equal(normalised(' Ünïted\n  Straße '), 'united straße');
});
