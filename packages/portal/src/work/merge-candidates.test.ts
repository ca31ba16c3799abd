import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { mergeCandidates } from './merge-candidates.ts';

const NAMED = { name: 'ACTIVE', display_name: 'Active' };

function incident(id: string, more: Partial<IncidentSummary> = {}, minute = 0): IncidentSummary {
  const at = new Date(Date.UTC(2026, 10, 21, 12, minute)).toISOString();
  return {
    ...{ id, kind: 'call', alert_id: null, status: NAMED, emergency_type: null, disposition: null, accept_by: null },
    ...{ is_test: false, caller_name: null, caller_phone_number: null, description: null, supplied_by: 'Test' },
    ...{ location: null, created_at: at, updated_at: at, ...more },
  };
}
const at = (latitude: number, longitude: number): Partial<IncidentSummary> => ({
  location: {
    ...{ latitude, longitude, uncertainty_radius: 9, source: 'GPS', civic: null },
    located_at: '2026-11-21T12:00:00Z',
  },
});
const idsOf = (list: readonly IncidentSummary[]) => list.map(({ id }) => id);

it('the same caller comes first, then what is nearest, then the newest of what has no position', () => {
  const call = incident('own', { caller_phone_number: '+15555550123', ...at(40.7, -74) });
  const listed = [
    incident('old', {}, 1),
    incident('new', {}, 2),
    incident('far', at(41, -74)),
    incident('near', at(40.701, -74)),
    incident('caller', { caller_phone_number: '+15555550123', ...at(41.5, -74) }),
  ];
  assert.deepEqual(idsOf(mergeCandidates(call, listed)), ['caller', 'near', 'far', 'new', 'old']);
});

it('the call itself, CAD incidents, merged and closed ones are none', () => {
  const call = incident('own');
  const closing = { user_id: 'u', name: 'Ada', closed_at: '2026-11-21T12:00:00Z', outcome: null };
  const listed = [
    call,
    incident('cad', { kind: 'cad' }),
    incident('merged', { merge: { into: 'x' } }),
    incident('closed', { closing }),
    incident('alert', { kind: 'alert' }),
  ];
  assert.deepEqual(idsOf(mergeCandidates(call, listed)), ['alert']);
});
