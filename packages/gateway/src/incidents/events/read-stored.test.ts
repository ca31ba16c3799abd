import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pack } from '../../database/packed/pack.ts';
import { sampleEvents } from '../../delivery/webhooks/sending/sample-event.ts';
import { compactBody, toStoredBody } from './compact-body.ts';
import { BODY_VERSION, readStored } from './read-stored.ts';
import type { EventType, IncidentEvent } from './types.ts';

const TYPES: Readonly<Record<EventType, true>> = {
  'incident.created': true,
  'incident.ended': true,
  'incident.transferred': true,
  'incident.signalled': true,
  'incident.merged': true,
  'incident.merged_in': true,
  'incident.unmerged': true,
  'incident.claimed': true,
  'incident.released': true,
  'incident.closed': true,
  'incident.reopened': true,
  'location.updated': true,
  'note.added': true,
  'media.attached': true,
  'transcript.added': true,
  'response.updated': true,
  'incident.sent_to_cad': true,
  'incident.transfer_opened': true,
  'incident.transfer_ended': true,
  'cad.linked': true,
  'cad.unlinked': true,
  'cad.status_changed': true,
  'alert.status_changed': true,
  'alert.disposition_changed': true,
  'alert.message_added': true,
};
const row = (type: string, body: object, body_version = BODY_VERSION) => ({
  ...{ agency_id: 'county', seq: 7, epoch: null, incident_id: 'i', type, at: 5 },
  ...{ body: JSON.stringify(body), body_version, packed: null, traceparent: null, tracestate: null },
});

/** The body of a row that the first version stored. */
function firstVersion<Type extends EventType>(type: Type, body: object): IncidentEvent<Type>['body'] {
  return readStored(row(type, body, 1)).body as IncidentEvent<Type>['body'];
}

test('what is written is read as it was', () => {
  for (const type of Object.keys(TYPES) as EventType[]) {
    for (const { body } of sampleEvents('county', type, 1_000)) {
      const place = { agencyId: 'county', incidentId: 'i', at: 5 };
      const written = readStored(row(type, compactBody(toStoredBody(body), place)));
      const packed = readStored({ ...row(type, {}), packed: pack(compactBody(toStoredBody(body), place), place.at) });
      const ofVersionBefore = readStored(row(type, toStoredBody(body), 2));
      for (const read of [written, packed, ofVersionBefore]) {
        assert.deepEqual(read.body, JSON.parse(JSON.stringify(body)), type);
      }
    }
  }
});

test('a type is stored as it has been from the start, and read as facts', () => {
  const [signalled] = sampleEvents('county', 'incident.signalled', 1_000);
  assert.ok(signalled?.type === 'incident.signalled');
  const { incident, signal } = toStoredBody(signalled.body);
  assert.deepEqual([incident?.emergencyType, signal?.emergencyType], ['TEST_BURGLARY', 'TEST_BURGLARY']);
  const { emergencyType, isTest } = signalled.body.signal;
  assert.deepEqual([emergencyType, isTest], ['BURGLARY', true]);
});

test('what the first version stored, before a member was added, is read with what was true then', () => {
  const call = { id: 'i', kind: 'call', status: 'ACTIVE', callerName: 'Kim', createdAt: 3, facts: {}, alert: null };
  const { incident } = firstVersion('incident.created', { incident: call });
  assert.deepEqual(
    [incident.callerName, incident.endedAt, incident.signalledAt, incident.listedAt],
    ['Kim', null, null, 3],
  );
  const alert = { ...call, kind: 'alert', alert: { senderName: 'Alarm Company' } };
  const { incident: raised } = firstVersion('alert.status_changed', {
    ...{ id: 'e', incident: alert, from: 'NEW', by: { side: 'psap' } },
  });
  assert.deepEqual([raised.alert?.senderName, raised.alert?.locations], ['Alarm Company', []]);
  assert.equal(firstVersion('transcript.added', { id: 'e', words: [] }).callStartedAt, null);
  assert.equal(firstVersion('location.updated', { id: 'e', location: {} }).classOfService, null);
  assert.equal(firstVersion('alert.message_added', { id: 'e', message: {}, by: {} }).originClientId, null);
});

test("what the first version wrote by a vendor's name is read by ours", () => {
  const message = { type: 'CHAT_MESSAGE', text: 'Which door?' };
  const stated = firstVersion('alert.message_added', { id: 'e', message, by: {}, originClientId: 'alarm' });
  assert.deepEqual(stated.message, { kind: 'chat', text: 'Which door?' });
  const cad = { id: 'c', cadPartnerIncidentId: 'CAD-7', suppliedBy: 'CAD', status: null, matchedBy: null };
  const { partnerIncidentId } = firstVersion('cad.linked', { id: 'e', cad }).cad;
  assert.equal(partnerIncidentId, 'CAD-7');
});

test('a body that misses what its type has had from the start is refused by name', () => {
  assert.throws(() => readStored(row('note.added', { id: 'e' })), /county:7, note.added in version 3: .*has no note/);
});

test('a body that is packed in a later form, or damaged, is refused by name', () => {
  const bytes = pack({ id: 'e', note: { text: 'Smoke', author: 'Kim' } }, 5) ?? assert.fail();
  const later = Uint8Array.of(9, ...bytes.subarray(1));
  const stored = (packed: Uint8Array) => () => readStored({ ...row('note.added', {}), packed });
  assert.throws(stored(later), /county:7, note.added in version 3: .*packed in form 9, and this version reads form 1/);
  assert.throws(stored(bytes.subarray(0, 9)), /county:7, note.added in version 3: .*is damaged/);
});

test('an event of a type that only a later version of the server knows is passed by', () => {
  const { seq, type, body } = readStored(row('incident.archived', { reason: 'old' }));
  assert.deepEqual([seq, type, body], [7, 'incident.archived', {}]);
});
