import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DomainError } from '../../kernel/errors.ts';
import { checkRedirectUri, isRegisteredRedirect } from './redirect-uri.ts';
import { type Client, STRICT } from './types.ts';

function clientWith(redirectUris: readonly string[], looseRedirect = false): Client {
  return { redirectUris, settings: { legacy: { ...STRICT, looseRedirect } } } as unknown as Client;
}

const STRICT_CLIENT = clientWith(['https://app.test/cb']);

for (const uri of [
  'https://app.test/cb/',
  'https://app.test/CB',
  'https://app.test/cb?x=1',
  'https://app.test/cb#f',
  'https://app.test/cb/../other',
  'https://app.test/%63b',
  'https://app.test:444/cb',
  'http://app.test/cb',
  'https://app.test.evil.test/cb',
  'https://evil.test/https://app.test/cb',
  'https://app.test@evil.test/cb',
  'https://app.test\\@evil.test/cb',
  'https://user:pass@app.test/cb',
  '//app.test/cb',
  '/cb',
  'javascript:alert(1)',
  'data:text/html,x',
  '',
]) {
  test(`[RFC 9700 2.1] a redirect URI is compared exactly: ${uri || 'an empty one'} is not the registered one`, () => {
    assert.equal(isRegisteredRedirect(STRICT_CLIENT, uri), false);
  });
}

test('[RFC 9700 2.1] the registered redirect URI itself is taken', () => {
  assert.ok(isRegisteredRedirect(STRICT_CLIENT, 'https://app.test/cb'));
  assert.ok(isRegisteredRedirect(clientWith(['com.example.app:/cb']), 'com.example.app:/cb'));
});

test('[RFC 8252 7.3] the port of a loopback redirect URI may vary, and nothing else of it', () => {
  for (const host of ['127.0.0.1', '[::1]', 'localhost']) {
    const client = clientWith([`http://${host}/cb`]);
    assert.ok(isRegisteredRedirect(client, `http://${host}:51004/cb`));
    assert.equal(isRegisteredRedirect(client, `http://${host}:51004/other`), false);
    assert.equal(isRegisteredRedirect(client, `https://${host}:51004/cb`), false);
  }
  assert.equal(isRegisteredRedirect(clientWith(['http://127.0.0.1/cb']), 'http://localhost:1/cb'), false);
  assert.equal(isRegisteredRedirect(clientWith(['http://localhost']), 'http://localhost.evil.test'), false);
  assert.equal(isRegisteredRedirect(clientWith(['http://localhost']), 'http://localhost:80@evil.test'), false);
});

test('a client marked so may be sent to any path of a registered base domain, and to no other', () => {
  const client = clientWith(['https://app.test', 'http://localhost'], true);
  for (const uri of ['https://app.test/any/path?x=1', 'http://localhost:3000/cb', 'http://localhost/']) {
    assert.ok(isRegisteredRedirect(client, uri), uri);
  }
  for (const uri of [
    'https://app.test:8443/any',
    'http://app.test/any',
    'https://sub.app.test/any',
    'https://app.test.evil.test/',
    'https://app.test@evil.test/',
    'https://app.test\\.evil.test/',
    'https://app.test/#f',
    'http://127.0.0.1/cb',
  ]) {
    assert.equal(isRegisteredRedirect(client, uri), false, uri);
  }
});

test('an endpoint registered beside a base domain is compared exactly, also for a client marked so', () => {
  const client = clientWith(['https://app.test', 'https://shop.test/cb', 'https://query.test/?a=1', 'a.b:/'], true);
  for (const uri of ['https://app.test/any', 'https://shop.test/cb', 'https://query.test/?a=1']) {
    assert.ok(isRegisteredRedirect(client, uri), uri);
  }
  for (const uri of [
    'https://shop.test/',
    'https://shop.test/cb/more',
    'https://shop.test/redirect?to=https://evil.test',
    'https://query.test/',
    'https://query.test/?a=2',
    'a.b:/other',
  ]) {
    assert.equal(isRegisteredRedirect(client, uri), false, uri);
  }
});

test('what must never be redirected to cannot be registered', () => {
  for (const uri of [
    'javascript:alert(1)',
    'data:text/html,x',
    'myapp:/cb',
    'http://app.test/cb',
    'https://app.test/cb#f',
    'https://u:p@app.test/cb',
    'not a uri',
    '/cb',
    'app.test:8443',
    'app.test:8443/cb',
    'https:app.test',
    'https:/app.test/cb',
  ]) {
    assert.throws(() => checkRedirectUri(uri), DomainError, uri);
  }
  for (const uri of [
    'https://app.test/cb',
    'http://localhost',
    'http://127.0.0.1:3000/cb',
    'com.example.app:/cb',
    'com.example.app:cb',
  ]) {
    checkRedirectUri(uri);
  }
});
