import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../kernel/errors.ts';
import { active911Page } from './active911/errors.ts';
import { oauthV2 } from './oauth/errors.ts';
import { DIALECTS } from './routes.ts';

const CONTEXT = { requestId: 'r1', path: '/', publicUrl: 'http://127.0.0.1:8911' };
const SPELLINGS = [...DIALECTS, oauthV2, active911Page];

test('what is unavailable is 503 with Retry-After in every dialect', () => {
  assert.ok(SPELLINGS.length >= 8);
  for (const dialect of SPELLINGS) {
    const brief = dialect.encodeRefusal(refuse.unavailable({ description: 'Send it again' }), CONTEXT);
    assert.equal(brief.status, 503, dialect.name);
    assert.equal(brief.headers?.['retry-after'], '1', dialect.name);
    assert.equal(brief.headers?.['cache-control'], 'no-store', dialect.name);
    const longer = refuse.unavailable({ description: 'Send it again', retryAfterSeconds: 7 });
    assert.equal(dialect.encodeRefusal(longer, CONTEXT).headers?.['retry-after'], '7', dialect.name);
  }
});

test('an outcome that nobody knows is 503 without Retry-After in every dialect, unless a repeat is safe', () => {
  for (const dialect of SPELLINGS) {
    const unknown = dialect.encodeRefusal(refuse.outcomeUnknown({ description: 'Look first' }), CONTEXT);
    assert.equal(unknown.status, 503, dialect.name);
    assert.equal(unknown.headers?.['retry-after'], undefined, dialect.name);
    const safe = refuse.outcomeUnknown({ description: 'Send it again', retryAfterSeconds: 1 });
    assert.equal(dialect.encodeRefusal(safe, CONTEXT).headers?.['retry-after'], '1', dialect.name);
  }
});

test('a person in front of a page that is unavailable is asked to load it again, not to blame the application', () => {
  const { body } = active911Page.encodeRefusal(refuse.unavailable({ description: 'The database is busy' }), CONTEXT);
  assert.match(String(body), /Load this page again/);
  assert.doesNotMatch(String(body), /tell its maker|Not authorised/);
});
