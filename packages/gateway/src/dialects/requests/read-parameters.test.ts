import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { readParameters, requireParameters } from './read-parameters.ts';

const Form = Type.Object({
  token: Type.String({ maxLength: 5 }),
  hint: Type.Optional(Type.String({ maxLength: 3 })),
  second: Type.String(),
});
const bodyOf = (sent: Record<string, string>) => ({ isJson: false, values: new Map(Object.entries(sent)) });

test('gives the parameters that the schema names, and no other', () => {
  const sent = bodyOf({ token: 'abcde', second: 'x', strange: 'y', constructor: 'z' });
  assert.deepEqual(readParameters(Form, sent), { token: 'abcde', second: 'x' });
});

test('refuses what is missing by its name, in the order of the schema, before what is too long', () => {
  assert.throws(() => readParameters(Form, bodyOf({})), { code: 'invalid_request', message: 'token is missing' });
  assert.throws(() => readParameters(Form, bodyOf({ token: 'abcdef' })), { message: 'second is missing' });
  assert.throws(() => requireParameters(Form, bodyOf({ token: 'abcdef' })), { message: 'second is missing' });
});

test('refuses what is too long by its name, also where it is optional', () => {
  const sent = { token: 'abcdef', second: 'x' };
  assert.throws(() => readParameters(Form, bodyOf(sent)), { message: 'token must have at most 5 characters' });
  const hinted = { token: 'abcde', second: 'x', hint: 'four' };
  assert.throws(() => readParameters(Form, bodyOf(hinted)), { message: 'hint must have at most 3 characters' });
  assert.doesNotThrow(() => requireParameters(Form, bodyOf(hinted)), 'the length is looked at by the other');
});

test("refuses in the caller's words where there are some", () => {
  const refusals = { missing: 'Send both', tooLong: 'Shorter' };
  assert.throws(() => readParameters(Form, bodyOf({}), refusals), { message: 'Send both' });
  assert.throws(() => readParameters(Form, bodyOf({ token: 'abcdef', second: 'x' }), refusals), { message: 'Shorter' });
});
