import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../../kernel/errors.ts';
import { active911PageErrors } from '../active911/errors.ts';
import { DIALECTS } from '../index.ts';
import { routesOf } from './dialect.ts';

const CONTEXT = { requestId: 'r1', path: '/', publicUrl: 'http://127.0.0.1:8911' };
const ENCODINGS = new Set([
  ...DIALECTS.flatMap(({ unrouted }) => unrouted.map(({ errors }) => errors)),
  ...routesOf<never>(DIALECTS).map(({ errors }) => errors),
]);

test('what is unavailable is 503 with Retry-After in every dialect', () => {
  assert.ok(ENCODINGS.size >= 8);
  for (const { encodeError } of ENCODINGS) {
    const brief = encodeError.unavailable(refuse.unavailable({ description: 'Send it again' }), CONTEXT);
    assert.equal(brief.status, 503);
    assert.equal(brief.headers?.['retry-after'], '1');
    assert.equal(brief.headers?.['cache-control'], 'no-store');
    const longer = refuse.unavailable({ description: 'Send it again', retryAfterSeconds: 7 });
    assert.equal(encodeError.unavailable(longer, CONTEXT).headers?.['retry-after'], '7');
  }
});

test('an outcome that nobody knows is 503 without Retry-After in every dialect, unless a repeat is safe', () => {
  for (const { encodeError } of ENCODINGS) {
    const unknown = encodeError.outcome_unknown(refuse.outcomeUnknown({ description: 'Look first' }), CONTEXT);
    assert.equal(unknown.status, 503);
    assert.equal(unknown.headers?.['retry-after'], undefined);
    const safe = refuse.outcomeUnknown({ description: 'Send it again', retryAfterSeconds: 1 });
    assert.equal(encodeError.outcome_unknown(safe, CONTEXT).headers?.['retry-after'], '1');
  }
});

test('a person in front of a page that is unavailable is asked to load it again, not to blame the application', () => {
  const { body } = active911PageErrors.encodeError.unavailable(
    refuse.unavailable({ description: 'The database is busy' }),
    CONTEXT,
  );
  assert.match(String(body), /Load this page again/);
  assert.doesNotMatch(String(body), /notify its maker|Not authorised/);
});
