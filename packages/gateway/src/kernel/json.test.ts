import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from './errors.ts';
import { parseJson } from './json.ts';

function refusalOf(text: string): string | null {
  try {
    parseJson(text);
    return null;
  } catch (err) {
    assert.ok(err instanceof DomainError && err.code === 'invalid_request', String(err));
    return err.message;
  }
}

test('a number that JavaScript cannot carry is refused by its name, wherever it stands', () => {
  for (const [text, name] of [
    ['{"source_id":90071992542389450001}', 'source_id'],
    ['{"variables":{"event":{"source_id":9007199254740993}}}', 'variables.event.source_id'],
    ['{"variables":{"anything":-9007199254740992}}', 'variables.anything'],
    ['{"list":[1,{"n":[0,123456789012345678901]}]}', 'list[1].n[1]'],
    ['{"event":{"sourceId":1.10}}', 'event.sourceId'],
    ['{"user":{"phone_number":1.5555550123e10}}', 'user.phone_number'],
    ['{"caller-id":1e3}', 'caller-id'],
    ['{"permit_number":10.0}', 'permit_number'],
    ['{"far":1e999}', 'far'],
    ['123456789012345678901', 'A number'],
    ['{"<b>":123456789012345678901}', 'A number'],
  ] as const) {
    const message = refusalOf(text);
    assert.ok(message?.startsWith(`${name} must be sent as text`), `${text}: ${message}`);
    assert.match(message ?? '', /^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/, 'a description of RFC 6749 has no quotes');
  }
});

test('a member that one object has twice with two values is refused by its name; said twice the same it is taken', () => {
  for (const [text, name] of [
    ['{"source_id":"a","source_id":"b"}', 'source_id'],
    ['{"variables":{"event":{"description":"x"},"event":{"description":"x","zone":1}}}', 'event'],
    ['{"list":[{"a":1},{"a":[1,2],"é":":","a":[1,3]}]}', 'a'],
    ['{"a":{"b":1,"b":null}}', 'b'],
    ['{"\\u0061":1,"a":2}', 'a'],
    ['{"<b>":1,"<b>":2}', 'A member'],
  ] as const) {
    assert.equal(refusalOf(text), `${name} must be sent once: it has two values`, text);
  }
  for (const text of [
    '{"a":"b:c","d":"e\\":f","a": "b:c" }',
    '{"a":{"b":[1,2]},"a":{"b":[1,2]}}',
    '[{"a":1},{"a":2}]',
    '{"a":{"x":1},"b":{"x":2}}',
    '{":":":","::":"\\\\"}',
    '{"":1}',
    '"a:b"',
    '[]',
    '{}',
  ]) {
    assert.deepEqual(parseJson(text), JSON.parse(text), text);
  }
});

test('coordinates, times and every number that is what it states are taken', () => {
  for (const [text, value] of [
    ['{"latitude":40.748412345678901}', { latitude: 40.748412345678901 }],
    ['{"uncertainty":25.50,"confidence":9.0e1}', { uncertainty: 25.5, confidence: 90 }],
    ['{"incident_time":1763726400123456}', { incident_time: 1_763_726_400_123_456 }],
    ['{"incident_time":1763726400.1234567}', { incident_time: 1_763_726_400.1234567 }],
    ['{"accuracy":1.7976931348623157e308}', { accuracy: Number.MAX_VALUE }],
    [
      '{"source_id":9007199254740991,"id":-5,"account_id":1.5}',
      { source_id: 9_007_199_254_740_991, id: -5, account_id: 1.5 },
    ],
    ['{"source_id":"90071992542389450001"}', { source_id: '90071992542389450001' }],
  ] as const) {
    assert.deepEqual(parseJson(text), value);
  }
});
