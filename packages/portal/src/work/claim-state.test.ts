import assert from 'node:assert/strict';
import { it } from 'node:test';
import { claimState, lookersAt } from './claim-state.ts';

const claim = { user_id: 'ada', name: 'Ada', claimed_at: '2026-11-29T12:00:00Z' };
const seat = (user_id: string, incident_id: string | null) => ({ user_id, name: user_id, incident_id });

it('a claim is one’s own, a colleague’s, or of a colleague who gives no sign', () => {
  assert.equal(claimState(undefined, 'bo', []), 'free');
  assert.equal(claimState(claim, 'ada', []), 'own');
  assert.equal(claimState(claim, 'bo', [seat('ada', null)]), 'colleague');
  assert.equal(claimState(claim, 'bo', [seat('bo', null)]), 'silent');
  assert.equal(claimState(claim, 'bo', null), 'colleague', 'nobody knows who is at work');
});

it('whoever else looks at an incident is named once, however many windows they have', () => {
  const seats = [seat('ada', 'i'), seat('ada', 'i'), seat('bo', 'i'), seat('cy', 'other')];
  assert.deepEqual(lookersAt('i', 'bo', seats), ['ada']);
  assert.deepEqual(lookersAt('i', 'bo', null), []);
});
