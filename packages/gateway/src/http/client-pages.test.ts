import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { consentedCode, newAdministrator, newConsentClient } from '../../../testing/src/consents.ts';
import { newPerson, originFrom, PASSWORD } from '../../../testing/src/people.ts';
import { refusedWith } from '../../../testing/src/refusals.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { editClient } from '../authorization/clients/edit-client.ts';
import { actorOf } from '../authorization/principals/principal.ts';
import { openSqliteDatabase } from '../database/engines/sqlite/engine.ts';

const PATHS = [
  '/oauth/token',
  '/oauth/v2/token',
  '/oauth/revoke',
  '/oauth/introspect',
  '/oauth/par',
  '/oauth/device_authorization',
  '/interface/open_api/token.php',
  '/interface/dev/api_access.php',
];
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('pages and programs at the OAuth paths', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-pages-'));
  let world: Awaited<ReturnType<typeof testWorld>>;
  let clientId = '';
  before(async () => {
    world = await testWorld({ name: 'sqlite', open: () => openSqliteDatabase(join(folder, 'sallyport.db')) });
    const redirectUris = ['https://responder.test/callback', 'http://localhost', 'com.example.app:/cb'];
    const client = await newConsentClient(world.parts, { isPublic: true, redirectUris });
    clientId = client.id;
  });
  after(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const allowed = (answer: { headers: Record<string, unknown> }) => answer.headers['access-control-allow-origin'];
  const preflight = (url: string, origin: string) => {
    const asked = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,dpop' };
    return world.app.inject({ method: 'OPTIONS', url, headers: { origin, ...asked } });
  };
  const post = (url: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
    world.app.inject({
      method: 'POST',
      url,
      headers: { ...FORM, ...headers },
      payload: new URLSearchParams(form).toString(),
    });

  test('a page of a public client may ask and read the answer, refusals too, on every path for it', async () => {
    for (const origin of ['https://responder.test', 'http://localhost:5173', 'com.example.app://localhost']) {
      for (const url of PATHS) {
        const asked = await preflight(url, origin);
        assert.deepEqual([asked.statusCode, allowed(asked)], [204, origin], url);
        assert.match(String(asked.headers['access-control-allow-headers']), /DPoP/);
        assert.ok(asked.headers['access-control-allow-credentials'] === undefined, 'no cookie goes along');
        const answer = await post(url, { client_id: clientId }, { origin, 'sec-fetch-site': 'cross-site' });
        assert.equal(allowed(answer), origin, `${url}: ${answer.body}`);
        assert.equal(answer.headers['vary'], 'Origin');
      }
    }
  });

  test("a native application's web view gets its token", async () => {
    const client = await world.parts.clients.find(clientId);
    assert.ok(client);
    const { code, codeVerifier, redirectUri } = await consentedCode(world.parts, {
      client,
      principal: await newAdministrator(world.parts),
    });
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
    };
    const headers = { origin: 'com.example.app://localhost', 'sec-fetch-site': 'cross-site' };
    const answer = await post('/oauth/token', form, headers);
    assert.deepEqual([answer.statusCode, allowed(answer)], [200, headers.origin], answer.body);
  });

  test('a page of any other origin may neither ask nor read', async () => {
    for (const origin of [
      'https://evil.test',
      'https://responder.test.evil.test',
      'http://responder.test',
      'https://localhost',
      'null',
      'com.example.other://x',
      'x',
    ]) {
      const asked = await preflight('/oauth/token', origin);
      assert.deepEqual([asked.statusCode, allowed(asked)], [403, undefined], origin);
      const answer = await post('/oauth/token', { client_id: clientId }, { origin, 'sec-fetch-site': 'cross-site' });
      assert.deepEqual([answer.statusCode, allowed(answer)], [403, undefined], origin);
    }
    const elsewhere = await preflight('/api/session', 'https://responder.test');
    assert.equal(allowed(elsewhere), undefined, 'nor anywhere else');
  });

  test('a disabled client takes its origins with it', async () => {
    const redirectUris = ['https://soon-disabled.test/callback'];
    const client = await newConsentClient(world.parts, { isPublic: true, redirectUris });
    assert.equal((await preflight('/oauth/token', 'https://soon-disabled.test')).statusCode, 204);
    const actor = actorOf(await newAdministrator(world.parts));
    const edit = { isDisabled: true };
    await editClient(world.parts, {
      agencyId: 'sandbox-county',
      clientId: client.id,
      edit,
      actor,
      origin: originFrom(),
    });
    assert.equal((await preflight('/oauth/token', 'https://soon-disabled.test')).statusCode, 403);
  });

  test('an Authorization header of another kind refuses no session, and is refused alone', async () => {
    const { email } = await newPerson(world.parts);
    const opened = await world.app.inject({
      method: 'POST',
      url: '/api/session',
      payload: { email, password: PASSWORD },
    });
    const cookie = `sallyport_session=${opened.cookies[0]?.value}`;
    for (const authorization of ['', 'Basic dXNlcjpwYXNz', 'Negotiate abc', 'Bearer', 'Bearer ']) {
      const read = (headers: object) =>
        world.app.inject({ method: 'GET', url: '/api/session', headers: { authorization, ...headers } });
      assert.equal((await read({ cookie })).statusCode, 200, authorization);
      assert.equal((await read({})).statusCode, 401, authorization);
    }
    const bad = { authorization: 'Bearer not-a-token', cookie };
    assert.equal(
      (await world.app.inject({ method: 'GET', url: '/api/session', headers: bad })).statusCode,
      401,
      'a wrong token is refused',
    );
  });

  test('[RFC 8707 2] resource may be sent more than once, in a form and in JSON, and nothing else may', async () => {
    const client = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret', grant_type: 'client_credentials' };
    const twice = 'resource=https%3A%2F%2Fa.test&resource=https%3A%2F%2Fb.test';
    const form = (extra: string) =>
      world.app.inject({
        method: 'POST',
        url: '/oauth/token',
        headers: FORM,
        payload: `${new URLSearchParams(client)}&${extra}`,
      });
    assert.equal((await form(twice)).statusCode, 200);
    assert.equal((await form('scope=alerts&scope=alerts')).statusCode, 400);
    const payload = { ...client, resource: ['https://a.test', 'https://b.test'] };
    assert.equal((await world.app.inject({ method: 'POST', url: '/oauth/token', payload })).statusCode, 200);
    const asked = `/oauth/authorize?client_id=${clientId}&redirect_uri=https%3A%2F%2Fresponder.test%2Fcallback&response_type=code&code_challenge=${'a'.repeat(43)}&code_challenge_method=S256&${twice}`;
    const authorized = await world.app.inject({ method: 'GET', url: asked });
    assert.match(String(authorized.headers.location), /\/portal\/authorize\//);
  });

  test('[RFC 6749 A.1] a client id that Basic or a form could read in two ways is not registered', async () => {
    for (const id of ['a:b', 'a%b', 'a+b', 'grün', 'a\tb', '', ' a', 'a ', 'a🚒', 'a'.repeat(101)]) {
      await refusedWith('invalid_request', newConsentClient(world.parts, { id, applicationId: 'app-of-odd-id' }));
    }
    await newConsentClient(world.parts, { id: 'a.b_c~d/e?f=g&h i', applicationId: 'app-of-plain-id' });
  });
});
