import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';

const SECRET = 'sandbox-cad-secret';
const CLIENT: oauth.Client = { client_id: 'sandbox-cad' };
const FOLLOWS_WITHIN_MS = 1_000;
const LOOK_EVERY_MS = 20;
const http = { [oauth.allowInsecureRequests]: true };

async function discover(base: string): Promise<oauth.AuthorizationServer> {
  const issuer = new URL(base);
  const answer = await oauth.discoveryRequest(issuer, { ...http, algorithm: 'oauth2' });
  return oauth.processDiscoveryResponse(issuer, answer);
}

async function getToken(server: oauth.AuthorizationServer, authentication = oauth.ClientSecretPost(SECRET)) {
  const answer = await oauth.clientCredentialsGrantRequest(server, CLIENT, authentication, { scope: 'alerts' }, http);
  return oauth.processClientCredentialsResponse(server, CLIENT, answer);
}

function verify(token: string, server: oauth.AuthorizationServer) {
  // A new key set each time, so that the answer is the server's and not a kept one.
  const keys = createRemoteJWKSet(new URL(server.jwks_uri ?? ''));
  return jwtVerify(token, keys, { issuer: server.issuer, audience: server.issuer, typ: 'at+jwt' });
}

async function kidOf(token: string, server: oauth.AuthorizationServer): Promise<string> {
  return (await verify(token, server)).protectedHeader.kid ?? '';
}

async function isAccepted(base: string, token: string): Promise<boolean> {
  const answer = await fetch(`${base}/api/incidents`, { headers: { authorization: `Bearer ${token}` } });
  await answer.text();
  return answer.status === 200;
}

/** Milliseconds from now until this server signs with another key than `oldKid`. */
async function untilNewKid(server: oauth.AuthorizationServer, oldKid: string): Promise<{ ms: number; token: string }> {
  const start = performance.now();
  while (performance.now() - start < 5 * FOLLOWS_WITHIN_MS) {
    const { access_token: token } = await getToken(server);
    if ((await kidOf(token, server)) !== oldKid) return { ms: performance.now() - start, token };
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('the server never signed with another key');
}

describe('an independent OAuth client', () => {
  let server: GatewayProcess;
  before(async () => {
    server = await startGatewayProcess();
  });
  after(() => server?.stop());

  test('discovers the server (RFC 8414)', async () => {
    const found = await discover(server.url);
    assert.equal(found.issuer, server.url);
    assert.equal(found.token_endpoint, `${server.url}/oauth/token`);
    assert.deepEqual(found.token_endpoint_auth_methods_supported, [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ]);
  });

  for (const [name, authentication] of [
    ['client_secret_basic', oauth.ClientSecretBasic(SECRET)],
    ['client_secret_post', oauth.ClientSecretPost(SECRET)],
  ] as const) {
    test(`gets a token by ${name} that jose verifies from the published keys (RFC 9068)`, async () => {
      const found = await discover(server.url);
      const answer = await getToken(found, authentication);
      const { payload, protectedHeader } = await verify(answer.access_token, found);
      assert.equal(protectedHeader.alg, 'ES256');
      assert.equal(payload['client_id'], 'sandbox-cad');
      assert.equal(payload.sub, 'sandbox-cad');
      assert.equal(payload['agency'], 'sandbox-county');
      assert.equal(payload['scope'], 'alerts');
      assert.equal(Number(payload.exp) - Number(payload.iat), answer.expires_in);
    });
  }

  test('understands the refusal of a wrong secret and its challenge (RFC 6749 section 5.2)', async () => {
    const found = await discover(server.url);
    await assert.rejects(getToken(found, oauth.ClientSecretBasic('wrong')), (error: unknown) => {
      // The challenge of a 401 is what the client reports first.
      assert.ok(error instanceof oauth.WWWAuthenticateChallengeError || error instanceof oauth.ResponseBodyError);
      assert.equal(error.status, 401);
      return true;
    });
  });

  test('understands the refusal of a scope it may not have (RFC 6749 section 5.2)', async () => {
    const found = await discover(server.url);
    const asked = { scope: 'alerts:trigger' };
    const answer = await oauth.clientCredentialsGrantRequest(
      found,
      CLIENT,
      oauth.ClientSecretPost(SECRET),
      asked,
      http,
    );
    await assert.rejects(oauth.processClientCredentialsResponse(found, CLIENT, answer), { error: 'invalid_scope' });
  });

  test('the key that signs next is published before it signs, with the current one', async () => {
    const { keys } = (await (await fetch(`${server.url}/oauth/jwks.json`)).json()) as { keys: object[] };
    assert.ok(keys.length >= 2);
    for (const key of keys) assert.ok(!('d' in key), 'no private part');
  });

  test('the keys are rotated by a command beside the running server, and nobody notices', async (context) => {
    const found = await discover(server.url);
    const { access_token: old } = await getToken(found);
    const oldKid = await kidOf(old, found);
    const { code, output } = await runCommand(['keys', 'rotate', '--data-dir', server.dataDir]);
    assert.equal(code, 0, output);
    const { ms, token } = await untilNewKid(found, oldKid);
    context.diagnostic(`the server signed with the new key ${ms.toFixed(0)} ms after the command ended`);
    assert.ok(ms < FOLLOWS_WITHIN_MS, `${ms} ms`);
    assert.ok(output.includes(await kidOf(token, found)));
    assert.equal(await kidOf(old, found), oldKid, 'the old token still verifies');
    assert.ok(await isAccepted(server.url, old));
    assert.ok(await isAccepted(server.url, token));
  });
});

describe('two server processes on one PostgreSQL', () => {
  let postgres: TestPostgres;
  let databaseUrl: string;
  let first: GatewayProcess;
  let second: GatewayProcess;
  before(async () => {
    postgres = await testPostgres();
    databaseUrl = await postgres.newMigratedDatabase();
    first = await startGatewayProcess({ databaseUrl });
    second = await startGatewayProcess({ databaseUrl, publicUrl: first.url });
  });
  after(async () => {
    await second?.stop();
    await first?.stop();
    await postgres?.stop();
  });

  const ofSecond = (found: oauth.AuthorizationServer) => ({
    ...found,
    token_endpoint: `${second.url}/oauth/token`,
    jwks_uri: `${second.url}/oauth/jwks.json`,
  });

  test("each accepts the other's tokens", async () => {
    const found = await discover(first.url);
    const [one, two] = [await getToken(found), await getToken(ofSecond(found))];
    for (const { access_token } of [one, two]) {
      assert.ok(await isAccepted(first.url, access_token));
      assert.ok(await isAccepted(second.url, access_token));
    }
  });

  test('a rotation in a third process reaches both within a second, and both accept old and new tokens', async (context) => {
    const found = await discover(first.url);
    const { access_token: old } = await getToken(found);
    const oldKid = await kidOf(old, found);
    const { code, output } = await runCommand(['keys', 'rotate', '--database-url', databaseUrl]);
    assert.equal(code, 0, output);
    const fresh = await Promise.all([untilNewKid(found, oldKid), untilNewKid(ofSecond(found), oldKid)]);
    for (const { ms } of fresh) {
      context.diagnostic(`a server signed with the new key ${ms.toFixed(0)} ms after the command ended`);
      assert.ok(ms < FOLLOWS_WITHIN_MS, `${ms} ms`);
    }
    for (const token of [old, ...fresh.map((one) => one.token)]) {
      for (const base of [first.url, second.url]) assert.ok(await isAccepted(base, token), base);
      await verify(token, ofSecond(found));
    }
  });
});
