import assert from 'node:assert/strict';
import { it } from 'node:test';
import { readBox } from './box.ts';

it('a box of half the earth at most is one, and states that it crosses the antimeridian', () => {
  const good = { fault: null, isOverAntimeridian: false };
  assert.deepEqual(readBox('-74.02, 40.70, -73.96, 40.76'), good);
  assert.deepEqual(readBox('-90,-90,90,90'), good);
  assert.deepEqual(readBox('172,51,-130,72'), { fault: null, isOverAntimeridian: true });
});

it('west and east that are exchanged are too wide, and other texts are no box', () => {
  assert.equal(readBox('-73.96,40.70,-74.02,40.76').fault, 'too_wide');
  assert.equal(readBox('-180,-90,180,90').fault, 'too_wide');
  for (const text of ['', '1,2,3', '1,2,3,', 'a,b,c,d', '0,5,1,4', '0,0,181,1', '0,-91,1,0', '0,0,1,1,1']) {
    assert.equal(readBox(text).fault, 'no_box', text);
  }
});
