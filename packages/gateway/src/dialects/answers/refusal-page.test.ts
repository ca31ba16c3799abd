import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuse } from '../../kernel/errors.ts';
import { pageErrors } from '../native/sign-in/single-sign-on.ts';

const CONTEXT = { requestId: 'req-<1>', path: '/sso/callback', publicUrl: 'https://gateway.example' };

test('a sign-in that is over is begun again, in English and in Spanish, and no application is blamed', () => {
  const { encodeError } = pageErrors;
  const over = encodeError.invalid_request(refuse.invalidRequest({ description: 'The sign-in is over' }), CONTEXT);
  assert.equal(over.status, 400);
  const text = String(over.body);
  assert.match(text, /You are not signed in.*href="\/portal">Sign in again.*lang="es".*Volver a iniciar sesión/);
  assert.match(text, /The sign-in is over\. Request req-&#60;1&#62;/);
  assert.doesNotMatch(text, /application|maker|administrator/);
  const busy = refuse.unavailable({ description: 'The database is busy', retryAfterSeconds: 7 });
  assert.match(String(encodeError.unavailable(busy, CONTEXT).body), /Wait 7 s before.*Espere 7 s antes/);
});

test('one that the agency or its provider refuses leads to an administrator, who reads why', () => {
  const description = 'Your identity provider knows you <b>and</b> this agency does not let you in';
  const refused = pageErrors.encodeError.invalid_credentials(refuse.invalidCredentials({ description }), CONTEXT);
  assert.equal(refused.status, 401);
  const text = String(refused.body);
  assert.match(text, /Ask an administrator of your agency.*Pida ayuda a un administrador/);
  assert.match(text, /knows you &#60;b&#62;and/);
  assert.match(String(refused.headers?.['content-security-policy']), /default-src 'none'.*frame-ancestors 'none'/);
});
