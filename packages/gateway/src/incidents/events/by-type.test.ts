import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyByType, type ByEventType, isOfType } from './by-type.ts';
import type { EventType, IncidentEvent } from './types.ts';

const PLACE = { agencyId: 'county', seq: 1, epoch: '', incidentId: 'i', at: 1 };
const NOTE: IncidentEvent<'note.added'> = {
  ...PLACE,
  type: 'note.added',
  body: { id: 'n', note: { text: 'Smoke', author: 'Sam' } },
};

const TABLE: ByEventType<[mark: string], string> = {
  'incident.created': ({ body }) => body.incident.id,
  'incident.ended': null,
  'incident.transferred': null,
  'incident.signalled': null,
  'incident.merged': null,
  'incident.merged_in': null,
  'incident.unmerged': null,
  'incident.claimed': null,
  'incident.released': null,
  'incident.closed': null,
  'incident.reopened': null,
  'location.updated': null,
  'note.added': ({ body }, mark) => `${body.note.text}${mark}`,
  'media.attached': null,
  'transcript.added': null,
  'response.updated': null,
  'incident.sent_to_cad': null,
  'incident.transfer_opened': null,
  'incident.transfer_ended': null,
  'cad.linked': null,
  'cad.unlinked': null,
  'cad.status_changed': null,
  'alert.status_changed': null,
  'alert.disposition_changed': null,
  'alert.message_added': null,
};

test('a table is applied by the type of the event; what it has nothing for is null', () => {
  assert.equal(applyByType(TABLE, NOTE, '!'), 'Smoke!');
  assert.equal(applyByType({ ...TABLE, 'note.added': null }, NOTE, '!'), null);
  assert.deepEqual([NOTE].filter(isOfType('media.attached', 'location.updated')), []);
});

test('an event of a type that only a later version knows is in no table', () => {
  const later = { ...NOTE, type: 'incident.archived' as EventType } as IncidentEvent;
  assert.equal(applyByType(TABLE, later, '!'), null);
});

test('a table that misses a type, or has a function for another one, does not compile', () => {
  const { 'cad.linked': _, ...missing } = TABLE;
  // @ts-expect-error: `cad.linked` is missing.
  const incomplete: ByEventType<[mark: string], string> = missing;
  const wrong: ByEventType<[mark: string], string> = {
    ...TABLE,
    // @ts-expect-error: a medium has no note.
    'media.attached': (event: IncidentEvent<'note.added'>) => event.body.note.text,
  };
  // @ts-expect-error: a body is that of its type.
  const event: IncidentEvent = { ...PLACE, type: 'note.added', body: { id: 'n', cad: null } };
  assert.ok(incomplete && wrong && event);
});
