import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { gravestFirst, nextRinging, pathOf, type Ringing, ringKey } from './ringing.ts';

const NOW = Date.parse('2026-11-29T12:00:00Z');
const NOTHING: Ringing = new Map();

function alert(id: string, status: string, changed: Partial<IncidentSummary> = {}): IncidentSummary {
  const given = { id, kind: 'alert', status: { name: status, display_name: status }, accept_by: null, is_test: false };
  return { ...given, created_at: new Date(NOW).toISOString(), emergency_type: null, ...changed } as IncidentSummary;
}
const heard = (acknowledged: readonly string[] = [], before: readonly string[] = []) => ({
  acknowledged: new Set(acknowledged),
  before: new Set(before),
  since: NOW - 120_000,
});
const idsOf = (ringing: Ringing) => [...ringing.keys()];
const LONG_AGO = { created_at: '2026-11-29T11:30:00Z' };

it('rings for what is new and for what waits, however old, and not for what was there before', () => {
  const waiting = alert('waiting', 'DISPATCH_REQUESTED', { ...LONG_AGO, accept_by: '2026-11-29T12:00:45Z' });
  const open = [alert('new', 'NEW'), alert('old', 'NEW', LONG_AGO), waiting, alert('over', 'TIMEOUT')];
  assert.deepEqual(idsOf(nextRinging(NOTHING, open, heard())), ['new', 'waiting']);
});

it('goes on until it is acknowledged, also when its time has passed unanswered, and ends when anybody answers', () => {
  const waiting = alert('a', 'DISPATCH_REQUESTED', { accept_by: '2026-11-29T12:00:45Z' });
  const ringing = nextRinging(NOTHING, [waiting], heard());
  const timedOut = nextRinging(ringing, [alert('a', 'TIMEOUT', LONG_AGO)], heard());
  assert.deepEqual(idsOf(timedOut), ['a']);
  assert.deepEqual(idsOf(nextRinging(ringing, [waiting], heard([ringKey(waiting)]))), []);
  assert.deepEqual(idsOf(nextRinging(ringing, [alert('a', 'ACCEPTED')], heard())), []);
  assert.deepEqual(idsOf(nextRinging(ringing, [], heard())), [], 'canceled, declined or closed');
});

it('rings once more for another deadline, and not for the one that was acknowledged', () => {
  const first = alert('a', 'DISPATCH_REQUESTED', { accept_by: '2026-11-29T12:00:45Z' });
  const again = { ...first, accept_by: '2026-11-29T12:05:45Z' };
  const seen = heard(['a', ringKey(first)]);
  assert.deepEqual(idsOf(nextRinging(NOTHING, [first], seen)), []);
  assert.deepEqual(idsOf(nextRinging(NOTHING, [again], seen)), ['a']);
});

it('a page that is loaded anew goes on with what rang, and leaves silent what was acknowledged', () => {
  const old = alert('old', 'NEW', LONG_AGO);
  const timedOut = alert('timed out', 'TIMEOUT', LONG_AGO);
  assert.deepEqual(idsOf(nextRinging(NOTHING, [old, timedOut], heard([], ['old', 'timed out']))), ['old', 'timed out']);
  assert.deepEqual(idsOf(nextRinging(NOTHING, [old, timedOut], heard(['old', 'timed out'], ['old', 'timed out']))), []);
});

it('rings once more for each further signal, also of an alert that was accepted before it came', () => {
  const first = alert('a', 'DISPATCH_REQUESTED', { accept_by: '2026-11-29T12:00:45Z' });
  const signalled = { ...first, signalled_at: '2026-11-29T12:00:10Z' };
  assert.deepEqual(idsOf(nextRinging(NOTHING, [signalled], heard(['a', ringKey(first)]))), ['a']);
  const accepted = alert('a', 'ACCEPTED', { ...LONG_AGO, signalled_at: '2026-11-29T12:00:20Z' });
  const ringing = nextRinging(NOTHING, [accepted], heard(['a']));
  assert.deepEqual(idsOf(ringing), ['a']);
  assert.deepEqual(idsOf(nextRinging(ringing, [accepted], { ...heard(['a']), since: NOW + 120_000 })), ['a']);
  assert.deepEqual(idsOf(nextRinging(ringing, [accepted], heard([ringKey(accepted)]))), [], 'acknowledged');
  assert.deepEqual(idsOf(nextRinging(ringing, [alert('a', 'ACCEPTED', LONG_AGO)], heard())), [], 'answered');
});

it('names the gravest first', () => {
  const assailant = { name: 'ACTIVE_ASSAILANT', display_name: 'Active Assailant' };
  const open = [
    alert('new', 'NEW'),
    alert('later', 'DISPATCH_REQUESTED', { accept_by: '2026-11-29T12:01:00Z' }),
    alert('drill', 'NEW', { emergency_type: { ...assailant, name: 'TEST_ACTIVE_ASSAILANT' }, is_test: true }),
    alert('nearest', 'DISPATCH_REQUESTED', { accept_by: '2026-11-29T12:00:30Z' }),
    alert('assailant', 'NEW', { emergency_type: assailant }),
  ];
  const named = gravestFirst(nextRinging(NOTHING, open, heard())).map(({ incident }) => incident.id);
  assert.deepEqual(named, ['assailant', 'drill', 'nearest', 'later', 'new']);
});

it("an alert of another agency's rings by its transfer, and leads there", () => {
  const theirs = {
    ...alert('transfer-1', 'DISPATCH_REQUESTED', { accept_by: '2026-11-29T12:00:45Z' }),
    isTransferred: true,
  } as const;
  const ringing = nextRinging(NOTHING, [alert('own', 'NEW'), theirs], heard());
  assert.deepEqual(
    gravestFirst(ringing).map(({ incident }) => pathOf(incident)),
    ['/portal/transfers/transfer-1', '/portal/incidents/own'],
  );
  assert.deepEqual(idsOf(nextRinging(ringing, [theirs], heard([ringKey(theirs)]))), []);
});
