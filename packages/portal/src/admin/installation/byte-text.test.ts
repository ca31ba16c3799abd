import assert from 'node:assert/strict';
import { it } from 'node:test';
import { byteText } from './byte-text.ts';

it('a size has the largest unit of which it is at least one, and a digit behind the point where it is below ten', () => {
  const sizes = [0, 812, 999, 1_000, 4_219_000, 31_400_000_000, 2_000_000_000_000, 5e15];
  assert.deepEqual(sizes.map(byteText), ['0 B', '812 B', '999 B', '1 kB', '4.2 MB', '31 GB', '2 TB', '5000 TB']);
});

it('what became smaller keeps its sign', () => {
  assert.equal(byteText(-4_219_000), '-4.2 MB');
});
