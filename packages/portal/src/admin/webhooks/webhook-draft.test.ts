import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { WebhookSubscription } from '@sallyport/contract';
import { draftOf, requestOf } from './webhook-draft.ts';

const stored = {
  name: 'CAD bridge',
  url: 'https://cad.keeper.test/hook',
  event_types: ['incident.created'],
  authentication: { kind: 'client_credentials', token_url: 'https://id.keeper.test/token', client_id: 'bridge' },
} as WebhookSubscription;

it('an edit states nothing of an authentication that is kept', () => {
  assert.deepEqual(requestOf(draftOf(stored)), {
    name: 'CAD bridge',
    url: 'https://cad.keeper.test/hook',
    event_types: ['incident.created'],
  });
});

it('a new authentication carries what was typed for its kind alone', () => {
  const draft = draftOf(stored);
  const typed = { ...draft.authentication, token: ' bearer-1 ', clientSecret: 'client-secret' };
  const given = (kind: 'none' | 'bearer' | 'client_credentials', more: { scope?: string; audience?: string } = {}) =>
    requestOf({ ...draft, authentication: { ...typed, kind, ...more } }).authentication;
  assert.deepEqual(given('none'), { kind: 'none' });
  assert.deepEqual(given('bearer'), { kind: 'bearer', token: 'bearer-1' });
  const fetched = {
    kind: 'client_credentials',
    token_url: 'https://id.keeper.test/token',
    client_id: 'bridge',
    client_secret: 'client-secret',
  };
  assert.deepEqual(given('client_credentials'), fetched);
  assert.deepEqual(given('client_credentials', { scope: 'events', audience: 'cad' }), {
    ...fetched,
    scope: 'events',
    audience: 'cad',
  });
  const posted = { ...draft, authentication: { ...typed, kind: 'client_credentials' as const, isSecretInBody: true } };
  assert.deepEqual(requestOf(posted).authentication, { ...fetched, client_authentication: 'client_secret_post' });
});
