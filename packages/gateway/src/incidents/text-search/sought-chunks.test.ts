import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunksIn, likelyIn, type Sample, soughtIn, type Wanted } from './sought-chunks.ts';

const FETCHED = 50;
/** Texts that were looked at, each so many times. */
function sampleOf(wanted: Wanted, texts: Readonly<Record<string, number>>): Sample {
  const chunks = chunksIn(wanted);
  const looked = Object.entries(texts).map(([text, count]) => ({
    has: new Set(chunks.filter((chunk) => text.includes(chunk))),
    texts: count,
  }));
  return { chunks, looked };
}
const sought = (wanted: Wanted, texts: Readonly<Record<string, number>>) =>
  soughtIn(wanted, sampleOf(wanted, texts), FETCHED);

test('chunks are three letters or digits in a row, each once, and never a sign', () => {
  assert.deepEqual(chunksIn({ all: ['5555530'], any: ['ave'] }), ['555', '553', '530', 'ave']);
  assert.deepEqual(chunksIn({ all: ['100%_open'] }), ['100', 'ope', 'pen']);
  assert.deepEqual(chunksIn({ all: ['a%b', 'дом', 'ab'] }), []);
  assert.equal(chunksIn({ all: ['0123456789abcdefghij'] }).length, 12);
  const terms = Array.from({ length: 8 }, (_, term) => `${term}a${term}b${term}c${term}d${term}e${term}f${term}g`);
  assert.equal(chunksIn({ all: terms }).length, 48);
});

test('what stands in most texts is not looked for, and what stands in the same ones is not looked for twice', () => {
  const texts = { 'avenue arewood': 3, 'avenue fenwood': 300, 'avenue gate': 600, 'area code': 20, 'crew of two': 77 };
  assert.deepEqual(sought({ all: ['arewood', 'avenue'] }, texts), { all: ['ewo'], any: [] });
  // Of a hundred with its beginning and 98 with its end, three have both.
  const parts = { paransom: 97, paranside: 3, benside: 95, other: 805 };
  assert.deepEqual(sought({ all: ['paranside'] }, parts), { all: ['nsi', 'par'], any: [] });
});

test('one of several is looked for by the index where that leaves less to fetch than its lists have', () => {
  const texts = { 'alest one': 100, 'alest quux': 2, quux: 3, wood: 600, other: 295 };
  const rare = { all: ['alest'], any: ['quux'] };
  assert.deepEqual(sought(rare, texts).any, [['quu']]);
  const common = { all: ['quux'], any: ['wood'] };
  assert.deepEqual(sought(common, texts), { all: ['quu'], any: [] });
  assert.deepEqual(sought({ any: ['quux', 'wood'] }, texts), { all: [], any: [['quu'], ['woo']] });
});

test('the dearer a text is to fetch, the more lists are read before', () => {
  const texts = { inby: 5, alin: 300, 'alin inby': 1, other: 694 };
  const wanted = { all: ['alinby'] };
  assert.deepEqual(soughtIn(wanted, sampleOf(wanted, texts), 50).all, ['inb']);
  assert.deepEqual(soughtIn(wanted, sampleOf(wanted, texts), 400).all, ['inb', 'ali']);
});

test('a term without a chunk is looked for as it is where there is nothing else', () => {
  assert.deepEqual(sought({ all: ['a%b'] }, { 'a%b': 1 }), { all: ['a%b'], any: [] });
  assert.deepEqual(sought({ all: ['a%b', 'open'] }, { 'a%b open': 1 }), { all: ['ope'], any: [] });
  assert.deepEqual(sought({ any: ['a%b', 'open'] }, { open: 1 }), { all: [], any: [['a%b'], ['ope']] });
});

test('what may stand in a text stands where its chunks do', () => {
  const texts = { 'alest one': 100, 'alest quux': 2, quux: 3, wood: 600, 'ale est': 7, other: 288 };
  for (const [wanted, likely] of [
    [{ all: ['alest'] }, 102],
    [{ all: ['alest', 'quux'] }, 2],
    [{ any: ['alest', 'quux'] }, 105],
    [{ all: ['quux'], any: ['wood', 'alest'] }, 2],
    [{ all: ['nobody'] }, 0],
    [{ all: ['a%b'] }, 1_000],
  ] as const) {
    assert.equal(likelyIn(wanted, sampleOf(wanted, texts)), likely, JSON.stringify(wanted));
  }
});
