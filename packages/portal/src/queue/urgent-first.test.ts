import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { urgentFirst } from './urgent-first.ts';

const listed = (id: string, accept_by: string | null, is_test = false) =>
  ({ id, accept_by, is_test }) as IncidentSummary;
const idsOf = (incidents: readonly IncidentSummary[]) => incidents.map(({ id }) => id);

it('puts the nearest deadline on top and leaves the rest as it was', () => {
  const later = listed('later', '2026-11-21T12:01:00Z');
  const incidents = [
    listed('newest', null),
    later,
    listed('older', null),
    listed('nearest', '2026-11-21T12:00:30.500Z'),
    listed('oldest', null),
  ];
  const ordered = urgentFirst(incidents, {
    assailants: [],
    waiting: [listed('not loaded', '2026-11-21T12:00:45Z'), later],
  });
  assert.deepEqual(idsOf(ordered), ['nearest', 'not loaded', 'later', 'newest', 'older', 'oldest']);
});

it('puts active assailants before every deadline, real before test, also those that are not loaded or that nobody answered', () => {
  const timedOut = listed('timed out', null);
  const drill = listed('drill', '2026-11-21T12:00:10Z', true);
  const waiting = listed('waiting fire', '2026-11-21T12:00:05Z');
  const incidents = [listed('newest', null), drill, waiting, timedOut];
  const ordered = urgentFirst(incidents, {
    assailants: [drill, timedOut, listed('not loaded', '2026-11-21T12:00:40Z')],
    waiting: [waiting, drill],
  });
  assert.deepEqual(idsOf(ordered), ['not loaded', 'timed out', 'drill', 'waiting fire', 'newest']);
});
