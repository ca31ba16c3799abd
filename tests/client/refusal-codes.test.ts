import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { REFUSAL_CODES, SallyportError, whatToDo } from '../../packages/client/src/index.ts';

/** Codes that this package gives, or makes of a status, where the server names none. */
const OWN = [
  'unauthorized',
  'server_error',
  'refused',
  'gone',
  'too_large',
  'unreachable',
  'unreadable_answer',
  'redirected',
  'untrusted_certificate',
  'answer_too_large',
  'deadline_passed',
  'store_locked',
  'invalid_key',
  'invalid_state',
  'invalid_signature',
];

test("the client knows each of the server's codes, and states what to do about it", () => {
  const document = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');
  const codes = [...document.matchAll(/^\| `(\w+)` \| \d{3} \|/gm)].map(([, code]) => code ?? '');
  assert.ok(codes.length > 30);
  assert.deepEqual([...REFUSAL_CODES].sort(), [...new Set([...codes, ...OWN])].sort());
});

test('a code that is new is treated by its status', () => {
  const error = (status: number) =>
    new SallyportError({ status, code: 'brand_new', detail: 'x', requestId: null, retryAfterSeconds: null });
  assert.match(whatToDo(error(503)), /later/);
  assert.match(whatToDo(error(418)), /detail/);
});
