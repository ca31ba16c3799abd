import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromStoredFields, toStoredFields } from './stored-answer-fields.ts';
import { ANSWER_FIELDS } from './types.ts';

test('fields that an earlier version stored are read, and are stored as it reads them', () => {
  const stored = ['source_id', 'status', 'sla_expiration_time', 'created_time', 'covering_psap'];
  assert.deepEqual(fromStoredFields(stored), ANSWER_FIELDS);
  assert.deepEqual(toStoredFields(ANSWER_FIELDS), stored);
  assert.deepEqual(fromStoredFields(['a_later_field', 'status']), ['status']);
});
