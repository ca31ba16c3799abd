import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEVICE_CODE_GRANT, newDeviceClient } from '../../../../testing/src/devices.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../../authorization/clients/types.ts';

const headers = { 'content-type': 'application/x-www-form-urlencoded' };

onEachEngine('POST /oauth/device_authorization', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let client: Client;
  let admin = '';
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0, limitFailuresPerMinute: 0, limitSignInsPerMinute: 0 });
    client = await newDeviceClient(world.parts, { ownerName: 'Terminal Works Inc.' });
    admin = await cookieOf('admin@sandbox.test', 'sandbox-admin-pass-911');
  });
  after(() => world.stop());

  async function cookieOf(email: string, password: string): Promise<string> {
    const payload = { email, password };
    const answer = await world.app.inject({ method: 'POST', url: '/api/session', payload });
    return `sallyport_session=${answer.cookies[0]?.value}`;
  }
  const post = (url: string, values: Record<string, string>) =>
    world.app.inject({ method: 'POST', url, headers, payload: new URLSearchParams(values).toString() });
  const credentials = () => ({ client_id: client.id, client_secret: `${client.id}-secret` });
  const ask = (values: Record<string, string> = {}) =>
    post('/oauth/device_authorization', { ...credentials(), ...values });
  const poll = (device_code: string) =>
    post('/oauth/token', { grant_type: DEVICE_CODE_GRANT, device_code, ...credentials() });
  const url = (userCode: string) => `/api/device-authorizations/${userCode}`;
  const read = (userCode: string, cookie = admin) =>
    world.app.inject({ method: 'GET', url: url(userCode), headers: { cookie } });
  const decide = (userCode: string, scopes: readonly string[], cookie = admin, extra: Record<string, string> = {}) =>
    world.app.inject({ method: 'POST', url: url(userCode), headers: { cookie, ...extra }, payload: { scopes } });

  test('[RFC 8628 3.2] answers with both codes, where to type the short one, and how often to ask', async () => {
    const answer = await ask({ scope: 'read_alert' });
    assert.equal(answer.statusCode, 200, answer.body);
    assert.equal(answer.headers['cache-control'], 'no-store');
    const body = answer.json();
    assert.match(body.device_code, /^[\w-]{43}$/);
    assert.match(body.user_code, /^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    assert.equal(body.verification_uri, `${TEST_URL}/portal/device`);
    assert.equal(body.verification_uri_complete, `${TEST_URL}/portal/device?user_code=${body.user_code}`);
    assert.equal(body.expires_in, 600);
    assert.equal(body.interval, 5);
  });

  test('[RFC 8628 3.1] a public client names itself, any other one authenticates', async () => {
    const page = await newDeviceClient(world.parts, { isPublic: true });
    assert.equal((await post('/oauth/device_authorization', { client_id: page.id })).statusCode, 200);
    assert.equal((await post('/oauth/device_authorization', { client_id: client.id })).statusCode, 401);
    const none = await post('/oauth/device_authorization', { scope: 'read_alert' });
    assert.equal(none.statusCode, 400);
    assert.equal(none.json().error, 'invalid_request');
  });

  test('[RFC 8628 3.2] a scope the client may not have is invalid_scope', async () => {
    const answer = await ask({ scope: 'alerts:trigger' });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().error, 'invalid_scope');
  });

  test('[RFC 8628 3.5] every answer of the token path has its code: pending, slower, denied', async () => {
    const { device_code, user_code } = (await ask()).json();
    const first = await poll(device_code);
    assert.equal(first.statusCode, 400);
    assert.deepEqual(Object.keys(first.json()), ['error', 'error_description', 'detail']);
    assert.equal(first.json().error, 'authorization_pending');
    assert.equal((await poll(device_code)).json().error, 'slow_down');
    assert.equal((await decide(user_code, [])).statusCode, 204);
    assert.equal((await poll(device_code)).json().error, 'access_denied');
    const other = (await ask()).json();
    world.clock.advance(600_000);
    assert.equal((await poll(other.device_code)).json().error, 'expired_token');
  });

  test('[RFC 6749 5.2] a poll without device_code is invalid_request', async () => {
    const answer = await post('/oauth/token', { grant_type: DEVICE_CODE_GRANT, ...credentials() });
    assert.equal(answer.statusCode, 400);
    assert.equal(answer.json().error, 'invalid_request');
  });

  test('the page learns which application, whose, which agency, which scopes in plain words and until when', async () => {
    const { user_code } = (await ask({ scope: 'read_alert' })).json();
    const question = (await read(user_code)).json();
    assert.deepEqual(question, {
      user_code,
      application_name: client.applicationName,
      owner_name: 'Terminal Works Inc.',
      agency: { id: 'sandbox-county', name: 'Sandbox County 9-1-1' },
      scopes: [{ name: 'read_alert', sentence: 'Read all alerts' }],
      ends_at: new Date(world.clock.now() + client.grantTtlSeconds * 1000).toISOString(),
    });
  });

  test('[RFC 8628 6.1] a code is found without case and dashes', async () => {
    const { user_code } = (await ask()).json();
    for (const typed of [user_code.toLowerCase(), user_code.replace('-', ''), user_code.replace('-', '%20')]) {
      assert.equal((await read(typed)).json().user_code, user_code);
    }
  });

  test('what was allowed works, is listed with its giver, and one call ends it', async () => {
    const { device_code, user_code } = (await ask({ scope: 'read_alert read_agency' })).json();
    assert.equal((await decide(user_code, ['read_alert'])).statusCode, 204);
    const issued = await poll(device_code);
    assert.equal(issued.statusCode, 200, issued.body);
    assert.equal(issued.headers['cache-control'], 'no-store');
    assert.equal(issued.json().scope, 'read_alert');
    const list = async () =>
      (await world.app.inject({ method: 'GET', url: '/api/grants', headers: { cookie: admin } }))
        .json()
        .grants.filter((grant: { client_id: string }) => grant.client_id === client.id);
    const [grant] = await list();
    assert.equal(grant.given_by, 'admin@sandbox.test');
    await world.app.inject({ method: 'DELETE', url: `/api/grants/${grant.id}`, headers: { cookie: admin } });
    assert.deepEqual(await list(), []);
    await assert.rejects(world.parts.bearer.check(issued.json().access_token), { code: 'invalid_token' });
    const { refresh_token } = issued.json();
    const refused = await post('/oauth/token', { grant_type: 'refresh_token', refresh_token, ...credentials() });
    assert.equal(refused.json().error, 'invalid_grant');
  });

  test('a code is answered once, and waits for ten minutes', async () => {
    const { user_code } = (await ask()).json();
    assert.equal((await decide(user_code, ['read_alert'])).statusCode, 204);
    assert.equal((await read(user_code)).statusCode, 404);
    assert.equal((await decide(user_code, ['read_alert'])).statusCode, 404);
    const late = (await ask()).json().user_code;
    world.clock.advance(600_000);
    assert.equal((await read(late)).statusCode, 404);
    admin = await cookieOf('admin@sandbox.test', 'sandbox-admin-pass-911');
  });

  test('scopes that were not asked for cannot be allowed', async () => {
    const { user_code } = (await ask({ scope: 'read_alert' })).json();
    assert.equal((await decide(user_code, ['read_alert', 'read_agency'])).statusCode, 400);
  });

  test('nobody is asked without signing in by hand as an administrator of the agency', async () => {
    const { user_code } = (await ask()).json();
    assert.equal((await read(user_code, '')).statusCode, 401);
    const agent = await cookieOf('agent@sandbox.test', 'sandbox-agent-pass-911');
    assert.equal((await decide(user_code, ['read_alert'], agent)).statusCode, 403);
    const operator = await cookieOf('operator@sallyport.test', 'sallyport-operator-911');
    assert.equal((await decide(user_code, ['read_alert'], operator)).statusCode, 403);
    const harbor = await cookieOf('admin@harbor.test', 'harbor-admin-pass-911');
    assert.equal((await decide(user_code, ['read_alert'], harbor)).statusCode, 404);
  });

  test('[RFC 9700 4.16] a page of another site can neither answer nor frame the page that does', async () => {
    const { user_code } = (await ask()).json();
    assert.equal((await decide(user_code, ['read_alert'], admin, { origin: 'https://evil.test' })).statusCode, 403);
    const page = await world.app.inject({ method: 'GET', url: '/portal/device' });
    assert.match(String(page.headers['content-security-policy']), /frame-ancestors 'none'/);
  });

  test('[RFC 8628 4] the metadata names the path and the grant', async () => {
    const answer = await world.app.inject({ method: 'GET', url: '/.well-known/oauth-authorization-server' });
    assert.equal(answer.json().device_authorization_endpoint, `${TEST_URL}/oauth/device_authorization`);
    assert.ok(answer.json().grant_types_supported.includes(DEVICE_CODE_GRANT));
  });
});
