import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newConsentClient, newProof, REDIRECT_URI } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../../authorization/clients/types.ts';

onEachEngine('GET /oauth/authorize', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0 });
    client = await newConsentClient(world.parts);
  });
  after(() => world.stop());

  async function ask(changed: Record<string, string | undefined> = {}, extra = '') {
    const asked: Record<string, string | undefined> = {
      client_id: client.id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      state: 'a state & more=1',
      code_challenge: newProof().codeChallenge,
      code_challenge_method: 'S256',
      ...changed,
    };
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(asked)) if (value !== undefined) query.set(name, value);
    return world.app.inject({ method: 'GET', url: `/oauth/authorize?${query}${extra}` });
  }

  test('a good request goes to the consent page, and nothing is decided by it', async () => {
    const answer = await ask();
    assert.equal(answer.statusCode, 303);
    assert.match(String(answer.headers.location), new RegExp(`^${TEST_URL}/portal/authorize/[\\w-]{43}$`));
    assert.equal(answer.headers['cache-control'], 'no-store');
  });

  test('[OIDC Core 3.1.2.6] request objects are answered with what is not supported, where the answer may go', async () => {
    for (const [changed, error] of [
      [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
      [{ request_uri: 'https://responder.test/request.jwt' }, 'request_uri_not_supported'],
      [{ request: 'x', request_uri: 'https://responder.test/request.jwt' }, 'request_uri_not_supported'],
    ] as const) {
      const answer = await ask(changed);
      assert.equal(answer.statusCode, 303);
      const back = new URL(String(answer.headers.location));
      assert.equal(`${back.origin}${back.pathname}`, REDIRECT_URI);
      assert.equal(back.searchParams.get('error'), error);
      assert.equal(back.searchParams.get('state'), 'a state & more=1');
      const astray = await ask({ ...changed, redirect_uri: 'https://evil.test/callback' });
      assert.equal(astray.statusCode, 400);
      assert.equal(astray.headers.location, undefined);
    }
    assert.match(String((await ask({ request: '' })).headers.location), /\/portal\/authorize\//, 'empty is left out');
  });

  test('[OIDC Core 3.1.2.1] a POST of another site leads to the GET with the same parameters', async () => {
    const form = {
      client_id: client.id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      state: 'a & b',
      unknown: 'x',
    };
    const proof = { code_challenge: newProof().codeChallenge, code_challenge_method: 'S256' };
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' };
    const post = (payload: string) => world.app.inject({ method: 'POST', url: '/oauth/authorize', headers, payload });
    const posted = await post(new URLSearchParams({ ...form, ...proof }).toString());
    assert.equal(posted.statusCode, 303);
    const url = new URL(String(posted.headers.location), TEST_URL);
    assert.equal(url.pathname, '/oauth/authorize');
    assert.equal(url.searchParams.get('state'), 'a & b');
    assert.equal(url.searchParams.has('unknown'), false);
    const answer = await world.app.inject({ method: 'GET', url: `${url.pathname}${url.search}` });
    assert.match(String(answer.headers.location), new RegExp(`^${TEST_URL}/portal/authorize/[\\w-]{43}$`));
    const twice = await post(`${new URLSearchParams(form)}&redirect_uri=https%3A%2F%2Fevil.test%2F`);
    const long = await post(new URLSearchParams({ ...form, state: 'x'.repeat(2_049) }).toString());
    const nobody = await post('response_type=code');
    for (const refused of [twice, long, nobody]) {
      assert.equal(refused.statusCode, 400);
      assert.match(String(refused.headers['content-type']), /^text\/html/);
    }
  });

  for (const [what, changed] of Object.entries<Record<string, string | undefined>>({
    'no client_id': { client_id: undefined },
    'an unknown client_id': { client_id: 'nobody' },
    'an empty client_id': { client_id: '' },
    'a redirect_uri that is not registered': { redirect_uri: 'https://evil.test/callback' },
    'a redirect_uri with a longer path': { redirect_uri: `${REDIRECT_URI}/../../evil` },
    'a redirect_uri that runs as a script': { redirect_uri: 'javascript:alert(document.domain)' },
  })) {
    test(`[RFC 6749 4.1.2.1] ${what} is a page and never a redirect`, async () => {
      const answer = await ask(changed);
      assert.equal(answer.statusCode, 400);
      assert.equal(answer.headers.location, undefined);
      assert.match(String(answer.headers['content-type']), /^text\/html/);
      assert.match(String(answer.headers['content-security-policy']), /frame-ancestors 'none'/);
      assert.ok(!answer.body.includes('<script') && !answer.body.includes('evil.test'));
    });
  }

  test('[RFC 6749 3.1] a parameter sent twice is a page and never a redirect', async () => {
    const answer = await ask({}, '&redirect_uri=https%3A%2F%2Fevil.test%2F');
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.headers.location, undefined);
    assert.match(answer.body, /^<!doctype html>/);
  });

  for (const [what, changed, error] of [
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['a token in the address', { response_type: 'token' }, 'unsupported_response_type'],
    ['another response mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['an unknown scope', { scope: 'read_everything' }, 'invalid_scope'],
  ] as const) {
    test(`[RFC 6749 4.1.2.1] ${what} goes back to the application as ${error}`, async () => {
      const answer = await ask(changed);
      assert.equal(answer.statusCode, 303);
      const location = new URL(String(answer.headers.location));
      assert.equal(location.origin + location.pathname, REDIRECT_URI);
      assert.equal(location.searchParams.get('error'), error);
      assert.equal(location.searchParams.get('state'), 'a state & more=1');
      assert.equal(location.searchParams.get('code'), null);
    });
  }

  for (const [what, changed] of [
    ['no challenge', { code_challenge: undefined }],
    ['the method plain', { code_challenge_method: 'plain' }],
    ['no method, which means plain', { code_challenge_method: undefined }],
    ['a challenge that is no SHA-256', { code_challenge: 'short' }],
  ] as const) {
    test(`[RFC 7636 4.4.1] ${what} is refused as invalid_request`, async () => {
      const location = new URL(String((await ask(changed)).headers.location));
      assert.equal(location.searchParams.get('error'), 'invalid_request');
      assert.equal(location.origin, new URL(REDIRECT_URI).origin);
    });
  }

  test('[RFC 9207 2] a refusal states which server it is from', async () => {
    const location = new URL(String((await ask({ response_type: undefined })).headers.location));
    assert.equal(location.searchParams.get('iss'), TEST_URL);
  });

  test('a client without the grant is refused at its redirect URI alone', async () => {
    const plain = await ask({ client_id: 'sandbox-cad', redirect_uri: 'http://localhost' });
    assert.equal(plain.statusCode, 400);
    assert.equal(plain.headers.location, undefined);
  });

  test('[RFC 6749 3.1.2.3] the only registered redirect URI may be left out', async () => {
    assert.equal((await ask({ redirect_uri: undefined })).statusCode, 303);
    const several = await newConsentClient(world.parts, { redirectUris: [REDIRECT_URI, 'https://responder.test/b'] });
    assert.equal((await ask({ client_id: several.id, redirect_uri: undefined })).statusCode, 400);
  });

  test('a refused request is recorded for the owner of the client', async () => {
    await ask({ response_type: 'token' });
    const rows = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['detail', 'actor_kind', 'actor_id'])
      .where('action', '=', 'authorization.refused')
      .where('subject', '=', client.id)
      .execute();
    // Nobody authenticated: the client only was named.
    for (const row of rows) assert.deepEqual([row.actor_kind, row.actor_id], ['anonymous', '']);
    assert.ok(rows.some(({ detail }) => detail.includes('unsupported_response_type')));
  });
});
