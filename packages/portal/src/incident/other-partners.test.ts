import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Incident } from '@sallyport/contract';
import { otherPartners } from './other-partners.ts';

const incident = (id: string, changed: Partial<Incident> = {}): Incident => ({
  id,
  kind: 'alert',
  alert_id: `alert-${id}`,
  status: { name: 'NEW', display_name: 'New' },
  emergency_type: null,
  disposition: null,
  accept_by: null,
  is_test: false,
  caller_name: null,
  caller_phone_number: '+15555550123',
  description: null,
  supplied_by: id,
  location: null,
  created_at: '2026-11-21T12:00:00.000Z',
  updated_at: '2026-11-21T12:00:00.000Z',
  is_audio_live: false,
  cards: [],
  alert: null,
  ...changed,
});
const others = (own: Incident, ...candidates: Incident[]) => otherPartners(own, candidates).map(({ id }) => id);

it('shows what other partners state of the same caller within an hour', () => {
  const own = incident('own');
  const then = (created_at: string) => ({ created_at });
  assert.deepEqual(others(own, own, incident('other')), ['other']);
  assert.deepEqual(others(own, incident('before', then('2026-11-21T11:00:00.000Z'))), ['before']);
  assert.deepEqual(others(own, incident('earlier', then('2026-11-21T10:59:59.999Z'))), []);
  assert.deepEqual(others(own, incident('later', then('2026-11-21T13:00:00.001Z'))), []);
  assert.deepEqual(others(own, incident('same-partner', { supplied_by: 'own' })), []);
  assert.deepEqual(others(own, incident('cad', { kind: 'cad' })), []);
  assert.deepEqual(others(own, incident('somebody', { caller_phone_number: '+15555550124' })), []);
});

it('takes two incidents without a caller for two emergencies', () => {
  const nobody = { caller_phone_number: null };
  assert.deepEqual(others(incident('own', nobody), incident('other', nobody)), []);
});
