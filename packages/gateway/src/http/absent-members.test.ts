import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchRequest, EditAlertSettingsRequest, EndRequest, NoteRequest, OpenCallRequest } from '@sallyport/contract';
import { Type } from 'typebox';
import { needsNoBody, withoutAbsent } from './absent-members.ts';

test('an optional member that is null is absent, however deep, also in lists and choices', () => {
  const call = { caller_name: null, position: '4', trunk: null };
  assert.deepEqual(withoutAbsent(OpenCallRequest, { call, location: null }), { call: { position: '4' } });
  const location = { latitude: 1, longitude: 2, height: null, located_at: null };
  assert.deepEqual(withoutAbsent(OpenCallRequest, { call, location }), {
    call: { position: '4' },
    location: { latitude: 1, longitude: 2 },
  });
  const change = { location: null, note: { text: 'a', author: null }, media: null, end: null };
  assert.deepEqual(withoutAbsent(BatchRequest, { changes: [change] }), { changes: [{ note: { text: 'a' } }] });
  const choice = Type.Union([Type.Object({ a: Type.Optional(Type.String()) }), Type.Object({ b: Type.String() })]);
  assert.deepEqual(withoutAbsent(choice, { a: null, b: 'x' }), { b: 'x' });
});

test('a member that must be there, one that may be null, and one that nobody knows stay as they are', () => {
  assert.deepEqual(withoutAbsent(NoteRequest, { text: null }), { text: null });
  assert.deepEqual(withoutAbsent(OpenCallRequest, { call: null }), { call: null });
  assert.deepEqual(withoutAbsent(EditAlertSettingsRequest, { accept_within_seconds: null, hides_test_alerts: null }), {
    accept_within_seconds: null,
  });
  assert.deepEqual(withoutAbsent(NoteRequest, { text: 'a', colour: null }), { text: 'a', colour: null });
});

test('an optional member that is empty text is absent where its route says so and its schema takes none', () => {
  const empty = {
    call: { caller_name: '', position: '4', caller_phone_number: '' },
    location: { height: '', floor: '' },
  };
  assert.deepEqual(withoutAbsent(OpenCallRequest, empty), empty);
  const call = { position: '4', caller_phone_number: '' };
  assert.deepEqual(withoutAbsent(OpenCallRequest, empty, true), { call, location: { height: '', floor: '' } });
  assert.deepEqual(withoutAbsent(NoteRequest, { text: '', author: '' }, true), { text: '' });
});

test('no body is an empty one where no member must be there', () => {
  for (const nothing of [undefined, null]) {
    assert.deepEqual(withoutAbsent(EndRequest, nothing), {});
    assert.equal(withoutAbsent(NoteRequest, nothing), nothing);
  }
  assert.ok(!needsNoBody(EditAlertSettingsRequest), 'which must change something');
});
