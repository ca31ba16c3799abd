import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { atOnce } from '../../../../../testing/src/barrier.ts';
import { newConsentClient, newProof, REDIRECT_URI } from '../../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../../testing/src/engines.ts';
import { TEST_URL, testWorld } from '../../../../../testing/src/world.ts';
import type { Client } from '../../../authorization/clients/types.ts';

onEachEngine('consent', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  let admin = '';
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0, limitSignInsPerMinute: 0 });
    client = await newConsentClient(world.parts, { ownerName: 'Responder Works Inc.' });
    admin = await cookieOf('admin@sandbox.test', 'sandbox-admin-pass-911');
  });
  after(() => world.stop());

  async function cookieOf(email: string, password: string): Promise<string> {
    const payload = { email, password };
    const answer = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    assert.equal(answer.statusCode, 200, answer.body);
    return `sallyport_session=${answer.cookies[0]?.value}`;
  }

  async function newRequest(asking: Client = client): Promise<string> {
    const { codeChallenge } = newProof();
    const query = new URLSearchParams({
      client_id: asking.id,
      redirect_uri: REDIRECT_URI,
      response_type: 'code',
      state: 'a state & more=1',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    });
    const answer = await world.app.inject({ method: 'GET', url: `/oauth/authorize?${query}` });
    return String(answer.headers.location).split('/').at(-1) ?? '';
  }

  const url = (id: string) => `/api/authorizations/${id}`;
  const read = (id: string, cookie: string) => world.app.inject({ method: 'GET', url: url(id), headers: { cookie } });
  const decide = (id: string, scopes: readonly string[], cookie = admin, headers: Record<string, string> = {}) =>
    world.app.inject({ method: 'POST', url: url(id), headers: { cookie, ...headers }, payload: { scopes } });

  test('states which application, whose, which agency, which scopes in plain words and until when', async () => {
    const question = (await read(await newRequest(), admin)).json();
    assert.equal(question.application_name, client.applicationName);
    assert.equal(question.owner_name, 'Responder Works Inc.');
    assert.deepEqual(question.agency, { id: 'sandbox-county', name: 'Sandbox County 9-1-1' });
    assert.deepEqual(question.scopes[1], { name: 'read_alert', sentence: 'Read all alerts' });
    assert.equal(Date.parse(question.ends_at), world.clock.now() + client.grantTtlSeconds * 1000);
    assert.equal(question.returns_to, 'https://responder.test');
  });

  test('allowing gives a code, the state as it was sent, and the issuer', async () => {
    const answer = await decide(await newRequest(), ['read_alert']);
    assert.equal(answer.statusCode, 200, answer.body);
    const location = new URL(answer.json().redirect_to);
    assert.equal(location.origin + location.pathname, REDIRECT_URI);
    assert.match(location.searchParams.get('code') ?? '', /^[\w-]{43}$/);
    assert.equal(location.searchParams.get('state'), 'a state & more=1');
  });

  test('[RFC 9207 2] the answer states which server it is from', async () => {
    const location = new URL((await decide(await newRequest(), ['read_alert'])).json().redirect_to);
    assert.equal(location.searchParams.get('iss'), TEST_URL);
  });

  test('[RFC 6749 4.1.2.1] allowing nothing goes back as access_denied', async () => {
    const location = new URL((await decide(await newRequest(), [])).json().redirect_to);
    assert.equal(location.searchParams.get('error'), 'access_denied');
    assert.equal(location.searchParams.get('state'), 'a state & more=1');
    assert.equal(location.searchParams.get('iss'), TEST_URL);
    assert.equal(location.searchParams.get('code'), null);
  });

  test('scopes that were not asked for cannot be allowed', async () => {
    assert.equal((await decide(await newRequest(), ['read_alert', 'write_mapdata'])).statusCode, 400);
  });

  test('a question is answered once, however many answers come at once', async () => {
    const id = await newRequest();
    const answers = await atOnce(10, () => decide(id, ['read_alert']));
    const codes = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.statusCode : 0));
    assert.deepEqual(codes.sort(), [200, ...Array(9).fill(404)]);
    assert.equal((await read(id, admin)).statusCode, 404);
  });

  test('a question waits for ten minutes', async () => {
    const id = await newRequest();
    world.clock.advance(600_000);
    assert.equal((await read(id, admin)).statusCode, 404);
    assert.equal((await decide(id, ['read_alert'])).statusCode, 404);
  });

  test('nobody is asked without signing in by hand as an administrator of an agency', async () => {
    const id = await newRequest();
    assert.equal((await read(id, '')).statusCode, 401);
    const agent = await cookieOf('agent@sandbox.test', 'sandbox-agent-pass-911');
    assert.equal((await read(id, agent)).statusCode, 403);
    assert.equal((await decide(id, ['read_alert'], agent)).statusCode, 403);
    const operator = await cookieOf('operator@sallyport.test', 'sallyport-operator-911');
    assert.equal((await decide(id, ['read_alert'], operator)).statusCode, 403);
  });

  test('a token cannot consent for its user', async () => {
    const payload = {
      grant_type: 'password',
      client_id: 'sandbox-cad',
      client_secret: 'sandbox-cad-secret',
      username: 'admin@sandbox.test',
      password: 'sandbox-admin-pass-911',
    };
    const { access_token } = (await world.app.inject({ method: 'POST', url: '/oauth/token', payload })).json();
    const headers = { authorization: `Bearer ${access_token}` };
    const answer = await world.app.inject({
      method: 'POST',
      url: url(await newRequest()),
      headers,
      payload: { scopes: [] },
    });
    assert.equal(answer.statusCode, 403);
  });

  test("another agency's administrator cannot answer for this one", async () => {
    const harbor = await cookieOf('admin@harbor.test', 'harbor-admin-pass-911');
    assert.equal((await decide(await newRequest(), ['read_alert'], harbor)).statusCode, 404);
  });

  test('[RFC 9700 4.7] a page of another site cannot answer with this browser', async () => {
    const id = await newRequest();
    const answer = await decide(id, ['read_alert'], admin, { origin: 'https://evil.test' });
    assert.equal(answer.statusCode, 403);
    assert.equal((await decide(id, ['read_alert'], admin, { 'sec-fetch-site': 'cross-site' })).statusCode, 403);
  });

  test('the list of grants shows what was allowed, and one call ends it', async () => {
    const asking = await newConsentClient(world.parts, { isPublic: true });
    const { codeVerifier, codeChallenge } = newProof();
    const query = new URLSearchParams({
      client_id: asking.id,
      response_type: 'code',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    });
    const asked = await world.app.inject({ method: 'GET', url: `/oauth/authorize?${query}` });
    const id = String(asked.headers.location).split('/').at(-1) ?? '';
    const code = new URL((await decide(id, ['read_alert'])).json().redirect_to).searchParams.get('code');
    const payload = { grant_type: 'authorization_code', client_id: asking.id, code, code_verifier: codeVerifier };
    const form = new URLSearchParams(payload as Record<string, string>).toString();
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const issued = await world.app.inject({ method: 'POST', url: '/oauth/token', payload: form, headers });
    assert.equal(issued.statusCode, 200, issued.body);

    const list = async () =>
      (await world.app.inject({ method: 'GET', url: '/api/grants', headers: { cookie: admin } }))
        .json()
        .grants.filter((grant: { client_id: string }) => grant.client_id === asking.id);
    const [grant] = await list();
    assert.equal(grant.given_by, 'admin@sandbox.test');
    assert.deepEqual(grant.scopes, [{ name: 'read_alert', sentence: 'Read all alerts' }]);
    const revoke = (cookie: string) =>
      world.app.inject({ method: 'DELETE', url: `/api/grants/${grant.id}`, headers: { cookie } });
    const harbor = await cookieOf('admin@harbor.test', 'harbor-admin-pass-911');
    assert.equal((await revoke(harbor)).statusCode, 404);
    assert.equal((await revoke(admin)).statusCode, 204);
    assert.equal((await revoke(admin)).statusCode, 204);
    assert.deepEqual(await list(), []);
    await assert.rejects(world.parts.bearer.check(issued.json().access_token));
  });
});
