import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newConsentClient, newGrantTokens } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import type { Client } from '../../authorization/clients/types.ts';

onEachEngine('introspection and revocation', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  let spa: Client;
  before(async () => {
    world = await testWorld(engine, { limitReadsPerMinute: 0 });
    spa = await newConsentClient(world.parts, { isPublic: true });
  });
  after(() => world.stop());

  function post(path: string, values: Record<string, string>) {
    return world.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams(values).toString(),
    });
  }
  const secretOf = (id: string) => ({ client_id: id, client_secret: `${id}-secret` });
  const introspect = async (as: string, token: string) =>
    (await post('/oauth/introspect', { ...secretOf(as), token })).json();

  async function machineToken(id: string): Promise<string> {
    const answer = await post('/oauth/token', { ...secretOf(id), grant_type: 'client_credentials' });
    return answer.json().access_token;
  }

  test('[RFC 7662 2.2] a client learns what its own token is', async () => {
    const token = await machineToken('sandbox-cad');
    const answer = await introspect('sandbox-cad', token);
    assert.equal(answer.active, true);
    assert.equal(answer.client_id, 'sandbox-cad');
    assert.equal(answer.agency, 'sandbox-county');
    assert.equal(answer.scope, 'alerts deeplinks');
    assert.equal(answer.iss, TEST_URL);
    assert.equal(answer.exp, answer.iat + 3_600);
  });

  test('[RFC 7662 4] everyone else learns nothing but active false', async () => {
    const token = await machineToken('sandbox-cad');
    assert.deepEqual(await introspect('sandbox-prepared-cad', token), { active: false });
    assert.deepEqual(await introspect('harbor-cad', token), { active: false });
  });

  test('a resource server learns of the tokens of its own agency, and of no other', async () => {
    const server = await newConsentClient(world.parts, {
      grantTypes: ['client_credentials'],
      redirectUris: [],
      isResourceServer: true,
    });
    const ask = (token: string) => introspect(server.id, token);
    assert.equal((await ask(await machineToken('sandbox-cad'))).active, true);
    assert.deepEqual(await ask(await machineToken('harbor-cad')), { active: false });
    assert.deepEqual(await ask(await machineToken('sandbox-alarm')), { active: false });
    const { refreshToken } = await newGrantTokens(world.parts, { client: spa });
    assert.deepEqual(await ask(refreshToken), { active: false });
  });

  test('[RFC 7662 2.1] a stranger and a public client are refused', async () => {
    const token = await machineToken('sandbox-cad');
    const stranger = { client_id: 'sandbox-cad', client_secret: 'wrong', token };
    assert.equal((await post('/oauth/introspect', stranger)).statusCode, 401);
    assert.equal((await post('/oauth/introspect', { client_id: spa.id, token })).statusCode, 400);
    assert.equal((await post('/oauth/introspect', secretOf('sandbox-cad'))).statusCode, 400);
  });

  test('[RFC 7662 2.2] what is no token, or has expired, is not active', async () => {
    const token = await machineToken('sandbox-cad');
    for (const text of ['nothing', 'a.b.c', `${token}x`]) {
      assert.deepEqual(await introspect('sandbox-cad', text), { active: false });
    }
    world.clock.advance(3_600_000);
    assert.deepEqual(await introspect('sandbox-cad', token), { active: false });
  });

  test('[RFC 7009 2.1] a client ends its own access token, at once', async () => {
    const token = await machineToken('sandbox-cad');
    const answer = await post('/oauth/revoke', { ...secretOf('sandbox-cad'), token });
    assert.equal(answer.statusCode, 200);
    assert.deepEqual(answer.json(), {});
    assert.deepEqual(await introspect('sandbox-cad', token), { active: false });
    await assert.rejects(world.parts.bearer.check(token));
  });

  test('[RFC 7009 2.1] ending a refresh token ends the grant with its access tokens', async () => {
    const issued = await newGrantTokens(world.parts, { client: spa });
    const answer = await post('/oauth/revoke', { client_id: spa.id, token: issued.refreshToken });
    assert.equal(answer.statusCode, 200);
    await assert.rejects(world.parts.bearer.check(issued.accessToken));
    const again = { client_id: spa.id, grant_type: 'refresh_token', refresh_token: issued.refreshToken };
    assert.equal((await post('/oauth/token', again)).json().error, 'invalid_grant');
  });

  test("[RFC 7009 2.1] another client's token is not ended", async () => {
    const issued = await newGrantTokens(world.parts, { client: spa });
    for (const token of [issued.refreshToken, issued.accessToken]) {
      assert.equal((await post('/oauth/revoke', { ...secretOf('harbor-cad'), token })).statusCode, 400);
    }
    assert.ok(await world.parts.bearer.check(issued.accessToken));
  });

  test('[RFC 7009 2.2] a token that is none is answered as one that was ended, whatever the hint', async () => {
    for (const token_type_hint of ['refresh_token', 'access_token', 'something']) {
      const answer = await post('/oauth/revoke', { ...secretOf('sandbox-cad'), token: 'nothing', token_type_hint });
      assert.equal(answer.statusCode, 200);
    }
    assert.equal((await post('/oauth/revoke', secretOf('sandbox-cad'))).statusCode, 400);
  });

  test('[RFC 6749 3.2.1] a public client that sends a secret, and a confidential one that sends none, are refused', async () => {
    const form = { grant_type: 'refresh_token', refresh_token: 'nothing' };
    const withSecret = await post('/oauth/token', { ...form, client_id: spa.id, client_secret: 'x' });
    assert.equal(withSecret.statusCode, 401);
    const emptySecret = await world.app.inject({
      method: 'POST',
      url: '/oauth/token',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${spa.id}:`).toString('base64')}`,
      },
      payload: new URLSearchParams(form).toString(),
    });
    assert.equal(emptySecret.statusCode, 401);
    assert.equal((await post('/oauth/token', { ...form, client_id: 'sandbox-cad' })).statusCode, 401);
  });

  test('the path of RapidSOS iRP takes neither codes nor refresh tokens', async () => {
    const form = { ...secretOf('sandbox-responder'), grant_type: 'refresh_token', refresh_token: 'x' };
    assert.equal((await post('/oauth/v2/token', form)).json().error, 'unsupported_grant_type');
  });
});
