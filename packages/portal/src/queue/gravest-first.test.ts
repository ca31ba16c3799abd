import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IncidentSummary } from '@sallyport/contract';
import { ordered } from './gravest-first.ts';

const listed = (id: string, second: number, more: { type?: string; accept_by?: string; is_test?: boolean } = {}) =>
  ({
    id,
    created_at: `2026-11-21T12:00:${String(second).padStart(2, '0')}Z`,
    emergency_type: more.type === undefined ? null : { name: more.type, display_name: more.type },
    accept_by: more.accept_by ?? null,
    is_test: more.is_test ?? false,
  }) as IncidentSummary;

const INCIDENTS = [
  listed('call', 1),
  listed('burglary', 9, { type: 'BURGLARY' }),
  listed('fire', 2, { type: 'FIRE' }),
  listed('drill', 8, { type: 'TEST_FIRE', is_test: true }),
  listed('waits later', 3, { type: 'FIRE', accept_by: '2026-11-21T12:02:00Z' }),
  listed('waits', 4, { type: 'BURGLARY', accept_by: '2026-11-21T12:01:00.5Z' }),
  listed('assailant drill', 7, { type: 'TEST_ACTIVE_ASSAILANT', is_test: true }),
  listed('assailant', 0, { type: 'ACTIVE_ASSAILANT' }),
];
const idsOf = (incidents: readonly IncidentSummary[]) => incidents.map(({ id }) => id);

it('puts the gravest first, the nearest deadline of what waits, then the newest; life before property, tests last', () => {
  assert.deepEqual(idsOf(ordered(INCIDENTS, 'gravest')), [
    ...['assailant', 'assailant drill', 'waits', 'waits later', 'fire', 'call', 'burglary', 'drill'],
  ]);
});

it('puts the newest first alone where that is chosen', () => {
  assert.deepEqual(idsOf(ordered(INCIDENTS, 'newest')), [
    ...['burglary', 'drill', 'assailant drill', 'waits', 'waits later', 'fire', 'call', 'assailant'],
  ]);
});
