import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newConsentClient, newProof } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { newPerson, PASSWORD } from '../../../../testing/src/people.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { ClientRegistration } from '../../authorization/clients/register-client.ts';
import { type Client, STRICT } from '../../authorization/clients/types.ts';

const DAY_MS = 86_400_000;
const LEGACY = { legacy: { ...STRICT, codeWithoutPkce: true }, deeplinkView: 'full', embeddingOrigins: [] } as const;
const HOME = 'https://responder.test/callback';

onEachEngine('the Active911 token paths', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let cookie = '';
  before(async () => {
    world = await testWorld(engine, {
      limitReadsPerMinute: 0,
      limitTokensPerMinute: 0,
      limitFailuresPerMinute: 0,
      limitSignInsPerMinute: 0,
    });
    const { email } = await newPerson(world.parts, { role: 'admin' });
    const payload = { email, password: PASSWORD };
    const signedIn = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    cookie = String(signedIn.headers['set-cookie']).split(';')[0] ?? '';
  });
  after(() => world.stop());

  const olderClient = (changed: Partial<ClientRegistration> = {}) =>
    newConsentClient(world.parts, {
      settings: LEGACY,
      accessTokenTtlSeconds: 86_400,
      grantTtlSeconds: 365 * 86_400,
      ...changed,
    });

  async function ask(client: Client, changed: Record<string, string | undefined> = {}) {
    const asked: Record<string, string | undefined> = {
      client_id: client.id,
      response_type: 'code',
      redirection_uri: client.redirectUris[0],
      scope: client.scopes.join(' '),
      ...changed,
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
    return world.app.inject({ method: 'GET', url: `/interface/open_api/authorize_agency.php?${query}` });
  }

  /** Where the browser is sent after an administrator allowed these scopes. */
  async function answered(client: Client, scopes: readonly string[], changed: Record<string, string | undefined> = {}) {
    const asked = await ask(client, changed);
    assert.equal(asked.statusCode, 303, asked.body);
    const id = String(asked.headers.location).replace(`${TEST_URL}/portal/authorize/`, '');
    const decided = await world.app.inject({
      method: 'POST',
      url: `/api/authorizations/${id}`,
      headers: { cookie },
      payload: { scopes },
    });
    assert.equal(decided.statusCode, 200, decided.body);
    return (decided.json() as { redirect_to: string }).redirect_to;
  }
  const codeOf = (back: string) => new URL(back).searchParams.get('code') ?? '';

  async function post(fields: Record<string, string>, headers: Record<string, string> = {}) {
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const payload = new URLSearchParams(fields).toString();
    const url = '/interface/open_api/token.php';
    const answer = await world.app.inject({ method: 'POST', url, payload, headers: { ...form, ...headers } });
    return { status: answer.statusCode, headers: answer.headers, body: answer.json() as Record<string, string> };
  }
  const credentials = (client: Client) => ({ client_id: client.id, client_secret: `${client.id}-secret` });
  async function exchange(client: Client, code: string, changed: Record<string, string> = {}) {
    return post({ ...credentials(client), grant_type: 'authorization_code', code, ...changed });
  }

  for (const [registered, way] of [
    ['https://responder.test/callback', 'https://responder.test/callback/'],
    ['https://responder.test/callback/', 'https://responder.test/callback/'],
    ['https://responder.test', 'https://responder.test/'],
    ['http://localhost', 'http://localhost/'],
    ['https://responder.test/callback?page=1', 'https://responder.test/callback/'],
    ['com.responder.app:/back', 'com.responder.app:/back/'],
    ['com.responder.app://oauth', 'com.responder.app://oauth/'],
  ] as const) {
    test(`the code comes back to ${registered} as the seed writes it, state unchanged`, async () => {
      const client = await olderClient({ redirectUris: [registered] });
      const state = 'a state & more=1/+é';
      const back = await answered(client, client.scopes, { state });
      const query = registered.includes('?') ? 'page=1&' : '';
      assert.ok(back.startsWith(`${way}?${query}code=`), back);
      const names = [...new URL(back).searchParams.keys()].filter((name) => name !== 'page');
      assert.deepEqual(names, ['code', 'state']);
      assert.equal(new URL(back).searchParams.get('state'), state);
      assert.equal((await exchange(client, codeOf(back))).status, 200);
    });
  }

  test('redirect_uri is another name of redirection_uri, and without state none comes back', async () => {
    const client = await olderClient();
    const back = await answered(client, client.scopes, { redirection_uri: undefined, redirect_uri: HOME });
    assert.match(back, /^https:\/\/responder\.test\/callback\/\?code=[\w-]{43}$/);
  });

  test('a registered base domain stands for every address of it where the client is marked so, and only there', async () => {
    const settings = { ...LEGACY, legacy: { ...LEGACY.legacy, looseRedirect: true } };
    const loose = await olderClient({ redirectUris: ['https://responder.test'], settings });
    const back = await answered(loose, loose.scopes, { redirection_uri: 'https://responder.test/oauth/done.php' });
    assert.match(back, /^https:\/\/responder\.test\/oauth\/done\.php\/\?code=/);
    assert.equal((await exchange(loose, codeOf(back))).status, 200);
    assert.equal((await ask(loose, { redirection_uri: 'https://responder.test.evil.test/' })).statusCode, 400);
    const exact = await olderClient({ redirectUris: ['https://responder.test'] });
    assert.equal((await ask(exact, { redirection_uri: 'https://responder.test/oauth/done.php' })).statusCode, 400);
  });

  for (const [what, changed] of [
    ['no client_id', { client_id: undefined }],
    ['an unknown client_id', { client_id: 'nobody' }],
    ['an address that is not registered', { redirection_uri: 'https://evil.test/' }],
    ['two different addresses', { redirect_uri: 'https://evil.test/' }],
    ['an address that runs as a script', { redirection_uri: 'javascript:alert(1)' }],
  ] as const) {
    test(`[RFC 6749 4.1.2.1] ${what} is a page and never a redirect`, async () => {
      const answer = await ask(await olderClient(), changed);
      assert.equal(answer.statusCode, 400);
      assert.equal(answer.headers.location, undefined);
      assert.match(String(answer.headers['content-type']), /^text\/html/);
      assert.ok(!answer.body.includes('evil.test'));
    });
  }

  for (const [what, changed, error] of [
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ['no scope', { scope: '' }, 'invalid_request'],
    ['a scope it is not registered for', { scope: 'read_agency write_mapdata' }, 'invalid_scope'],
  ] as const) {
    test(`${what} goes back to the application as ${error}, with its state and nothing else`, async () => {
      const answer = await ask(await olderClient(), { ...changed, state: 's' });
      assert.equal(answer.statusCode, 303);
      const location = new URL(String(answer.headers.location));
      assert.equal(location.origin + location.pathname, `${HOME}/`);
      assert.deepEqual([...location.searchParams.keys()], ['error', 'error_description', 'state']);
      assert.equal(location.searchParams.get('error'), error);
    });
  }

  test('a no goes back as access_denied', async () => {
    const back = new URL(await answered(await olderClient(), [], { state: 's' }));
    assert.equal(back.searchParams.get('error'), 'access_denied');
    assert.equal(back.searchParams.get('state'), 's');
    assert.equal(back.searchParams.get('code'), null);
  });

  test('[RFC 9700 2.1.1] only a confidential client marked for it does without PKCE, and only on this path', async () => {
    const strict = await newConsentClient(world.parts);
    const open = await olderClient({ isPublic: true });
    for (const client of [strict, open]) {
      const location = new URL(String((await ask(client)).headers.location));
      assert.equal(location.searchParams.get('error'), 'invalid_request');
      assert.match(location.searchParams.get('error_description') ?? '', /code_challenge/);
    }
    const older = await olderClient();
    const query = new URLSearchParams({ client_id: older.id, response_type: 'code', redirect_uri: HOME });
    const elsewhere = await world.app.inject({ method: 'GET', url: `/oauth/authorize?${query}` });
    assert.match(String(elsewhere.headers.location), /error=invalid_request/);
  });

  test('[RFC 9700 4.8.2] a challenge that was sent binds the code; a verifier for a code without one is refused', async () => {
    const client = await olderClient();
    const { codeVerifier, codeChallenge } = newProof();
    const challenge = { code_challenge: codeChallenge, code_challenge_method: 'S256' };
    const bound = codeOf(await answered(client, client.scopes, challenge));
    assert.equal((await exchange(client, bound)).body['error'], 'invalid_grant');
    assert.equal((await exchange(client, bound, { code_verifier: codeVerifier })).status, 200);
    const free = codeOf(await answered(client, client.scopes));
    assert.equal((await exchange(client, free, { code_verifier: codeVerifier })).body['error'], 'invalid_grant');
    assert.equal((await exchange(client, free)).status, 200);
    const plain = await ask(client, { code_challenge: codeChallenge });
    assert.match(String(plain.headers.location), /error=invalid_request/);
  });

  test('the answer has the five fields of the seed, all strings, and is kept by nobody on the way', async () => {
    const client = await olderClient();
    const code = codeOf(await answered(client, client.scopes));
    const { status, headers, body } = await exchange(client, code, { scope: client.scopes.join(' ') });
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), ['access_token', 'token_type', 'expires_in', 'refresh_token', 'scope']);
    assert.ok(Object.values(body).every((value) => typeof value === 'string'));
    assert.equal(body['token_type'], 'Bearer');
    assert.equal(body['expires_in'], '86400');
    assert.equal(body['scope'], 'read_agency read_alert');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(String(headers['content-type']), /^application\/json/);
  });

  test('what was not allowed is left out of the token, however often the client repeats what it asked', async () => {
    const client = await olderClient();
    const scope = client.scopes.join(' ');
    const code = codeOf(await answered(client, ['read_alert']));
    const first = await exchange(client, code, { scope });
    assert.equal(first.body['scope'], 'read_alert');
    const again = {
      ...credentials(client),
      grant_type: 'refresh_token',
      refresh_token: first.body['refresh_token'] ?? '',
    };
    assert.equal((await post({ ...again, scope })).body['scope'], 'read_alert');
    assert.equal((await post({ ...again, scope: 'read_agency' })).body['error'], 'invalid_scope');
    assert.equal((await post(again)).body['scope'], 'read_alert');
  });

  test('credentials are taken in the body, by Basic, by both where they are the same, and as JSON where the client is marked', async () => {
    const client = await olderClient({ settings: { ...LEGACY, legacy: { ...LEGACY.legacy, jsonTokenBody: true } } });
    const basic = { authorization: `Basic ${Buffer.from(`${client.id}:${client.id}-secret`).toString('base64')}` };
    const code = async () => codeOf(await answered(client, client.scopes));
    const grant = { grant_type: 'authorization_code' };
    assert.equal((await post({ ...grant, code: await code() }, basic)).status, 200);
    assert.equal((await post({ ...grant, code: await code(), ...credentials(client) }, basic)).status, 200);
    const mixed = await post({ ...grant, code: await code(), client_id: client.id, client_secret: 'another' }, basic);
    assert.equal(mixed.body['error'], 'invalid_request');
    const json = await world.app.inject({
      method: 'POST',
      url: '/interface/open_api/token.php',
      payload: { ...grant, code: await code(), ...credentials(client) },
    });
    assert.equal(json.statusCode, 200);
  });

  for (const [what, changed, status, error] of [
    ['no grant_type', { grant_type: '' }, 400, 'invalid_request'],
    ['another grant_type', { grant_type: 'client_credentials' }, 400, 'unsupported_grant_type'],
    ['no code', { code: '' }, 400, 'invalid_request'],
    ['an unknown code', { code: 'unknown' }, 400, 'invalid_grant'],
    ['a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
    ['no secret', { client_secret: '' }, 401, 'invalid_client'],
    ['another redirect address', { redirect_uri: 'https://evil.test/' }, 400, 'invalid_grant'],
    ['a scope nobody granted', { scope: 'write_mapdata' }, 400, 'invalid_scope'],
  ] as const) {
    test(`${what} is refused as ${error}, and the code stays good`, async () => {
      const client = await olderClient();
      const code = codeOf(await answered(client, client.scopes));
      const refused = await exchange(client, code, changed as unknown as Record<string, string>);
      assert.equal(refused.status, status);
      assert.deepEqual(Object.keys(refused.body), ['error', 'error_description']);
      assert.equal(refused.body['error'], error);
      assert.equal((await exchange(client, code)).status, 200);
    });
  }

  test('a code that is used twice ends what it gave', async () => {
    const client = await olderClient();
    const code = codeOf(await answered(client, client.scopes));
    const first = await exchange(client, code);
    assert.equal((await exchange(client, code)).body['error'], 'invalid_grant');
    const refresh_token = first.body['refresh_token'] ?? '';
    const refreshed = await post({ ...credentials(client), grant_type: 'refresh_token', refresh_token });
    assert.equal(refreshed.body['error'], 'invalid_grant');
  });

  // Last, because it moves the clock past everybody's session.
  test('a refresh gives a new access token for a day and the refresh token to go on with, for a year', async () => {
    const client = await olderClient();
    const first = await exchange(client, codeOf(await answered(client, client.scopes)));
    const refreshToken = first.body['refresh_token'] ?? '';
    const request = { ...credentials(client), grant_type: 'refresh_token', refresh_token: refreshToken };
    for (const days of [1, 300, 63]) {
      world.clock.advance(days * DAY_MS);
      const { status, body } = await post(request);
      assert.equal(status, 200);
      assert.equal(body['refresh_token'], refreshToken, 'the vendor’s own sample keeps the first one');
      assert.equal(body['expires_in'], '86400');
    }
    world.clock.advance(2 * DAY_MS);
    assert.equal((await post(request)).body['error'], 'invalid_grant');
  });
});
