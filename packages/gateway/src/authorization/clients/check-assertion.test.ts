import assert from 'node:assert/strict';
import { createPublicKey, createSecretKey, randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { SignJWT } from 'jose';
import { JWT_BEARER, newKey, signAssertion, type TestKey } from '../../../../testing/src/assertions.ts';
import { atOnce, eventually } from '../../../../testing/src/barrier.ts';
import { newConsentClient } from '../../../../testing/src/consents.ts';
import { onEachEngine } from '../../../../testing/src/engines.ts';
import { refusedWith } from '../../../../testing/src/refusals.ts';
import { TEST_URL, testWorld } from '../../../../testing/src/world.ts';
import { replaceClientKeys } from './replace-keys.ts';
import { addClientSecret } from './rotate-secret.ts';
import type { Client } from './types.ts';

const CONSOLE = { kind: 'console', id: 'test' } as const;

onEachEngine('a client that signs an assertion', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  /** Another process on the same database. */
  let there: Awaited<ReturnType<typeof testWorld>>;
  let key: TestKey;
  let client: Client;
  before(async () => {
    const unlimited = { limitFailuresPerMinute: 0, limitTokensPerMinute: 0 };
    world = await testWorld(engine, unlimited);
    there = await testWorld(engine, unlimited, world.clock);
    key = await newKey();
    client = await newKeyClient(key);
  });
  after(async () => {
    await there.stop();
    await world.stop();
  });

  const newKeyClient = (...keys: TestKey[]) =>
    newConsentClient(world.parts, {
      grantTypes: ['client_credentials'],
      redirectUris: [],
      keys: keys.map(({ publicJwk }) => publicJwk),
    });
  const post = (path: string, values: Record<string, string>, headers: object = {}, at = world) =>
    at.app.inject({
      method: 'POST',
      url: path,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      payload: new URLSearchParams(values).toString(),
    });
  const form = (jwt: string) => ({ client_assertion_type: JWT_BEARER, client_assertion: jwt });
  const ask = (jwt: string, more: Record<string, string> = {}, at = world) =>
    post('/oauth/token', { grant_type: 'client_credentials', ...form(jwt), ...more }, {}, at);
  const sign = (changed: Parameters<typeof signAssertion>[3] = {}, by = key, of = client) =>
    signAssertion(by, of.id, world.clock, changed);
  const seconds = () => Math.floor(world.clock.now() / 1000);

  /** Refused with `invalid_client`, and what its owner reads of why. */
  async function checkOf(jwt: string): Promise<string> {
    let answer = await ask(jwt);
    // A clock that was moved while the access changes were being read makes what was read too old to answer by.
    for (let tries = 1; answer.statusCode === 503 && tries < 20; tries += 1) answer = await ask(jwt);
    assert.equal(answer.statusCode, 401, answer.body);
    assert.equal(answer.json().error, 'invalid_client');
    const row = await world.parts.database.read
      .selectFrom('audit_records')
      .select(['subject', 'detail'])
      .where('request_id', '=', String(answer.headers['x-request-id']))
      .executeTakeFirstOrThrow();
    assert.equal(row.subject, client.id);
    return (JSON.parse(row.detail) as { check: string }).check;
  }

  for (const alg of ['ES256', 'EdDSA', 'RS256', 'PS256']) {
    test(`[RFC 7523 2.2] gets a token with ${alg}`, async () => {
      const own = await newKey(alg);
      const answer = await ask(await sign({}, own, await newKeyClient(own)));
      assert.equal(answer.statusCode, 200, answer.body);
    });
  }

  for (const aud of [TEST_URL, `${TEST_URL}/oauth/token`, [TEST_URL, `${TEST_URL}/oauth/token`]]) {
    test(`[RFC 7523 3] is received where aud is ${String(aud)}`, async () => {
      assert.equal((await ask(await sign({ claims: { aud } }))).statusCode, 200);
    });
  }

  test('[RFC 7521 4.2] introspects and revokes, with client_id or without', async () => {
    const token = (await ask(await sign(), { client_id: client.id })).json().access_token;
    const standing = async () => (await post('/oauth/introspect', { token, ...form(await sign()) })).json().active;
    assert.equal(await standing(), true);
    assert.equal((await post('/oauth/revoke', { token, ...form(await sign()) })).statusCode, 200);
    assert.equal(await standing(), false);
  });

  test('[RFC 7523 3] is refused by each of the checks, and its owner reads by which', async () => {
    const hour = 3_600;
    const stranger = await newKey();
    const cases: [check: RegExp, jwt: string][] = [
      [/iss and sub/, await sign({ claims: { iss: 'sandbox-cad' } })],
      [/aud/, await sign({ claims: { aud: 'https://other.test' } })],
      [/aud/, await sign({ claims: { aud: [TEST_URL, 'https://other.test'] } })],
      [/aud/, await sign({ claims: { aud: `${TEST_URL}/api/incidents` } })],
      [/aud/, await sign({ claims: { aud: [] } })],
      [/aud/, await sign({ claims: { aud: undefined } })],
      [/exp is missing/, await sign({ claims: { exp: undefined } })],
      [/has expired/, await sign({ claims: { exp: seconds() - 31 } })],
      [/more than an hour/, await sign({ claims: { exp: seconds() + hour + 31 } })],
      [/iat is in the future/, await sign({ claims: { iat: seconds() + 31 } })],
      [/not valid/, await sign({ claims: { nbf: seconds() + 31 } })],
      [/jti/, await sign({ claims: { jti: undefined } })],
      [/jti/, await sign({ claims: { jti: '' } })],
      [/jti/, await sign({ claims: { jti: 'j'.repeat(257) } })],
      [/signature/, await sign({}, stranger)],
      [/kid and alg/, await sign({}, await newKey('EdDSA'))],
      [/signature/, `${await sign()}`.replace(/\.[^.]*$/, '.')],
    ];
    for (const [check, jwt] of cases) assert.match(await checkOf(jwt), check);
  });

  test("[RFC 9700 2.5] another client's key proves nothing, whoever the assertion states it is of", async () => {
    const other = await newKey();
    await newKeyClient(other);
    assert.match(await checkOf(await sign({}, other)), /signature/);
  });

  test('[RFC 8725 3.1] alg none, and HS256 with the public key as its secret, are refused', async () => {
    const [, payload = ''] = (await sign()).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    assert.match(await checkOf(`${header}.${payload}.`), /alg/);
    const publicKey = createPublicKey({ key: { ...key.publicJwk }, format: 'jwk' });
    const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
    const now = seconds();
    for (const text of [pem, JSON.stringify(key.publicJwk)]) {
      const claims = { iss: client.id, sub: client.id, aud: TEST_URL, exp: now + 60, jti: randomUUID() };
      const forged = new SignJWT(claims).setProtectedHeader({ alg: 'HS256' });
      assert.match(await checkOf(await forged.sign(createSecretKey(Buffer.from(text)))), /alg/);
    }
  });

  test('[RFC 7523 3] an assertion is used once: not again here, at another path, in another process or after a restart', async () => {
    const jwt = await sign();
    assert.equal((await ask(jwt)).statusCode, 200);
    assert.match(await checkOf(jwt), /used before/);
    assert.equal((await post('/oauth/introspect', { token: 'x', ...form(jwt) })).statusCode, 401);
    assert.equal((await ask(jwt, {}, there)).statusCode, 401);
    const restarted = await testWorld(engine, {}, world.clock);
    assert.equal((await ask(jwt, {}, restarted)).statusCode, 401);
    await restarted.stop();
  });

  test('[RFC 7523 3] of forty uses at once in two processes, one is received', async () => {
    const jwt = await sign();
    const answers = await atOnce(40, (index) => ask(jwt, {}, index % 2 === 0 ? world : there));
    const statuses = answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.statusCode : answer.reason));
    assert.deepEqual(statuses.sort(), [200, ...Array.from({ length: 39 }, () => 401)]);
  });

  test('[RFC 7523 3] the id of an assertion is kept until its own exp refuses it, and then forgotten', async () => {
    const jwt = await sign();
    await ask(jwt);
    world.clock.advance(89_000);
    assert.match(await checkOf(jwt), /used before/);
    world.clock.advance(2_000);
    assert.match(await checkOf(jwt), /has expired/);
    await ask(await sign());
    const kept = await world.parts.database.read
      .selectFrom('used_ids')
      .select('expires_at')
      .where('expires_at', '<=', world.clock.now() - 60_000)
      .execute();
    assert.deepEqual(kept, []);
  });

  test('two clients may choose the same jti', async () => {
    const own = await newKey();
    const other = await newKeyClient(own);
    const claims = { jti: 'one' };
    assert.equal((await ask(await sign({ claims }))).statusCode, 200);
    assert.equal((await ask(await sign({ claims }, own, other))).statusCode, 200);
  });

  test('[RFC 6749 2.3] two ways to authenticate in one request are refused', async () => {
    const body = { grant_type: 'client_credentials', ...form(await sign()) };
    const basic = `Basic ${Buffer.from(`${client.id}:x`).toString('base64')}`;
    assert.equal((await post('/oauth/token', body, { authorization: basic })).json().error, 'invalid_request');
    assert.equal((await post('/oauth/token', { ...body, client_secret: 'x' })).json().error, 'invalid_request');
  });

  test('[RFC 7521 4.2.1] another client_id, another or no type, and what is no JWT are refused', async () => {
    assert.equal((await ask(await sign(), { client_id: 'sandbox-cad' })).json().error, 'invalid_client');
    for (const client_assertion_type of ['', 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer']) {
      assert.equal((await ask(await sign(), { client_assertion_type })).json().error, 'invalid_client');
    }
    for (const jwt of ['x', 'a.b.c', 'e30.e30.', `${'a'.repeat(4_000)}`]) {
      assert.equal((await ask(jwt)).json().error, 'invalid_client');
    }
  });

  test('[RFC 9700 2.5] no secret is good for a client with keys, and no assertion for one with a secret', async () => {
    const body = { grant_type: 'client_credentials', client_id: client.id };
    assert.equal((await post('/oauth/token', { ...body, client_secret: `${client.id}-secret` })).statusCode, 401);
    assert.equal((await post('/oauth/token', body)).statusCode, 401);
    await refusedWith('conflict', addClientSecret(world.parts, { client, actor: CONSOLE }));
    const cad = (await world.parts.clients.find('sandbox-cad')) as Client;
    assert.equal((await ask(await sign({}, key, cad))).json().error, 'invalid_client');
    const nobody = { ...cad, id: 'no-such-client' };
    assert.equal((await ask(await sign({}, key, nobody))).json().error, 'invalid_client');
  });

  test('keys change over without an outage: both are good while both are listed, on every process', async () => {
    const [old, next] = [await newKey('ES256', 'old'), await newKey('ES256', 'next')];
    const own = await newKeyClient(old);
    const set = (...keys: TestKey[]) =>
      replaceClientKeys(world.parts, { clientId: own.id, keys: keys.map((one) => one.publicJwk), actor: CONSOLE });
    const status = async (by: TestKey, at = world) =>
      (await ask(await sign({ header: { kid: by.publicJwk.kid ?? '' } }, by, own), {}, at)).statusCode;
    assert.deepEqual([await status(old, there), await status(next)], [200, 401]);
    await set(old, next);
    assert.deepEqual([await status(old), await status(next)], [200, 200]);
    await set(next);
    assert.deepEqual([await status(old), await status(next)], [401, 200]);
    await eventually(async () => (await status(old, there)) === 401);
    await refusedWith('not_found', replaceClientKeys(world.parts, { clientId: 'none', keys: [], actor: CONSOLE }));
    const ofSecret = { clientId: 'sandbox-cad', keys: [next.publicJwk], actor: CONSOLE };
    await refusedWith('conflict', replaceClientKeys(world.parts, ofSecret));
  });

  test('a public client has no keys', async () => {
    const registration = { isPublic: true, keys: [key.publicJwk] };
    await refusedWith('invalid_request', newConsentClient(world.parts, registration));
  });
});
