import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { waitingFirst } from './waiting-first.ts';

const listed = (id: string, accept_by: string | null) => ({ id, accept_by }) as IncidentSummary;

it('puts the nearest deadline on top and leaves the rest as it was', () => {
  const later = listed('later', '2026-11-21T12:01:00Z');
  const incidents = [
    listed('newest', null),
    later,
    listed('older', null),
    listed('nearest', '2026-11-21T12:00:30.500Z'),
    listed('oldest', null),
  ];
  const ordered = waitingFirst(incidents, [listed('not loaded', '2026-11-21T12:00:45Z'), later]);
  assert.deepEqual(
    ordered.map(({ id }) => id),
    ['nearest', 'not loaded', 'later', 'newest', 'older', 'oldest'],
  );
});
