import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { patched } from './queue-patch.ts';

const at = (id: string, second: number, more: object = {}) =>
  ({ id, created_at: `2026-11-29T12:00:0${second}Z`, ...more }) as IncidentSummary;
const LISTED = [at('c', 3), at('b', 2), at('a', 1)];
const idsOf = (incidents: readonly IncidentSummary[]) => incidents.map(({ id }) => id);

it('a list takes in what is new, leaves out what went, and changes what changed, in its place', () => {
  assert.deepEqual(idsOf(patched(LISTED, new Set(['d']), [at('d', 4)])), ['d', 'c', 'b', 'a']);
  assert.deepEqual(idsOf(patched(LISTED, new Set(['b']), [])), ['c', 'a']);
  const changed = patched(LISTED, new Set(['b']), [at('b', 2, { caller_name: 'Riley' })]);
  assert.deepEqual(idsOf(changed), ['c', 'b', 'a']);
  assert.equal(changed[1]?.caller_name, 'Riley');
  assert.equal(changed[0], LISTED[0], 'what was not asked for is the same object, so that its row is not drawn anew');
});

it('what was signalled again comes to the front, and what belongs between two others goes there', () => {
  const signalled = at('a', 1, { signalled_at: '2026-11-29T12:00:09Z' });
  assert.deepEqual(idsOf(patched(LISTED, new Set(['a']), [signalled])), ['a', 'c', 'b']);
  assert.deepEqual(idsOf(patched(LISTED, new Set(['x']), [at('x', 0)])), ['c', 'b', 'a', 'x']);
});
