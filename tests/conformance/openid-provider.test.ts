import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';

const REDIRECT_URI = 'http://localhost:4000/back';
const SCOPE = 'openid profile email';
const SCOPES = SCOPE.split(' ');
const ID = 'sandbox-web-app';
const SECRET = 'sandbox-web-app-secret';

let server: GatewayProcess;
let config: client.Configuration;
let admin: PersonOverHttp;
let agent: PersonOverHttp;

before(async () => {
  server = await startGatewayProcess();
  const insecure = { execute: [client.allowInsecureRequests] };
  config = await client.discovery(new URL(server.url), ID, undefined, client.ClientSecretBasic(SECRET), insecure);
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  agent = await signInOverHttp(server.url, 'agent@sandbox.test', 'sandbox-agent-pass-911');
});
after(() => server?.stop());

interface Asked {
  readonly url: URL;
  readonly checks: { pkceCodeVerifier: string; expectedState: string; expectedNonce: string; maxAge?: number };
}

/** An authorization request, and what its answer must prove. */
async function ask(more: Record<string, string> = {}): Promise<Asked> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const [expectedState, expectedNonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
    nonce: expectedNonce,
    ...more,
  });
  return { url, checks: { pkceCodeVerifier, expectedState, expectedNonce } };
}

/** The agency's consent, which an administrator gives. */
async function allow() {
  const { url, checks } = await ask({ prompt: 'consent' });
  return client.authorizationCodeGrant(config, await admin.answer(url, SCOPES), checks);
}

async function signIn(person: PersonOverHttp, more: Record<string, string> = {}) {
  const { url, checks } = await ask({ prompt: 'none', ...more });
  const maxAge = more['max_age'] === undefined ? {} : { maxAge: Number(more['max_age']) };
  return client.authorizationCodeGrant(config, await person.open(url), { ...checks, ...maxAge });
}

test('openid-client reads the metadata, and an administrator signs in by allowing the application', async () => {
  const metadata = config.serverMetadata();
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ['ES256']);
  const tokens = await allow();
  const claims = tokens.claims();
  assert.ok(claims !== undefined);
  assert.match(claims.sub, /^[\da-f-]{36}$/);
  assert.equal(claims['acr'], 'http://idmanagement.gov/ns/assurance/aal/1');
  const info = await client.fetchUserInfo(config, tokens.access_token, claims.sub);
  assert.equal(info.email, 'admin@sandbox.test');
  assert.equal(info['agency'], 'sandbox-county');
});

test('what the agency allowed signs any of its people in without a page, each by an id of their own', async () => {
  const { sub: subOfAdmin } = (await allow()).claims() ?? {};
  const tokens = await signIn(agent);
  const claims = tokens.claims();
  assert.notEqual(claims?.sub, subOfAdmin);
  assert.equal((await signIn(agent)).claims()?.sub, claims?.sub);
  const info = await client.fetchUserInfo(config, tokens.access_token, claims?.sub ?? '');
  assert.equal(info.email, 'agent@sandbox.test');
  assert.equal(info['role'], 'agent');
  // The administrators' list has what the agency allowed, and not who signed in.
  const refused = await fetch(`${server.url}/api/incidents`, {
    headers: { authorization: `Bearer ${tokens.access_token}` },
  });
  assert.equal(refused.status, 403, 'a sign-in reads none of the data of the agency');
});

test('userinfo states what the scopes allow, by GET and POST, to a token of openid alone', async () => {
  await allow();
  const { access_token } = await signIn(agent, { scope: 'openid' });
  for (const method of ['GET', 'POST']) {
    const answer = await fetch(`${server.url}/oauth/userinfo`, {
      method,
      headers: { authorization: `Bearer ${access_token}` },
    });
    assert.deepEqual(Object.keys((await answer.json()) as object), ['sub'], method);
  }
  assert.equal((await fetch(`${server.url}/oauth/userinfo`)).status, 401);
});

test('[OIDC Core 3.1.2.6] prompt=none is answered with what is missing', async () => {
  const stranger = await fetch((await ask({ prompt: 'none' })).url, { redirect: 'manual' });
  const back = new URL(stranger.headers.get('location') ?? '');
  assert.equal(back.searchParams.get('error'), 'login_required');
  await admin.revokeGrantsOf(ID);
  assert.equal((await agent.open((await ask({ prompt: 'none' })).url)).searchParams.get('error'), 'consent_required');
  await allow();
  const other = await agent.open((await ask({ prompt: 'none', login_hint: 'admin@sandbox.test' })).url);
  assert.equal(other.searchParams.get('error'), 'interaction_required');
  const both = await agent.open((await ask({ prompt: 'none login' })).url);
  assert.equal(both.searchParams.get('error'), 'invalid_request');
});

test('[OIDC Core 3.1.2.1] max_age and prompt=login ask for a sign-in that is recent enough', async () => {
  await allow();
  const long = await signIn(agent, { max_age: '3600' });
  assert.ok(typeof long.claims()?.auth_time === 'number');
  const late = await agent.open((await ask({ prompt: 'none', max_age: '0' })).url);
  assert.equal(late.searchParams.get('error'), 'login_required');
  for (const prompt of ['login', 'consent', 'select_account']) {
    assert.match((await agent.open((await ask({ prompt })).url)).pathname, /^\/portal\/authorize\//, prompt);
  }
  assert.equal((await agent.open((await ask({ max_age: 'soon' })).url)).searchParams.get('error'), 'invalid_request');
});

test('a sign-in ends with its session and with the consent: no token is refreshed or told who it was', async () => {
  await allow();
  const leaving = await signInOverHttp(server.url, 'agent@sandbox.test', 'sandbox-agent-pass-911');
  const [first, second] = [await signIn(leaving), await signIn(agent)];
  await client.refreshTokenGrant(config, first.refresh_token ?? '');
  assert.equal((await client.tokenIntrospection(config, first.access_token)).active, true);
  await leaving.signOut();
  await admin.revokeGrantsOf(ID);
  for (const tokens of [first, second]) {
    await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
    await assert.rejects(client.fetchUserInfo(config, tokens.access_token, tokens.claims()?.sub ?? ''));
    for (const token of [tokens.access_token, tokens.refresh_token ?? '']) {
      assert.deepEqual(await client.tokenIntrospection(config, token), { active: false });
    }
  }
});

test('oauth4webapi runs discovery, the code flow with nonce and at_hash, and userinfo', async () => {
  await allow();
  const http = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(server.url);
  const found = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http));
  const app: oauth.Client = { client_id: ID };
  const verifier = oauth.generateRandomCodeVerifier();
  const [state, expectedNonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
  const url = new URL(found.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: SCOPE,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce: expectedNonce,
  }).toString();
  const parameters = oauth.validateAuthResponse(found, app, await agent.open(url), state);
  const authentication = oauth.ClientSecretPost(SECRET);
  const answer = await oauth.authorizationCodeGrantRequest(
    found,
    app,
    authentication,
    parameters,
    REDIRECT_URI,
    verifier,
    http,
  );
  const checks = { expectedNonce, requireIdToken: true } as const;
  const tokens = await oauth.processAuthorizationCodeResponse(found, app, answer, checks);
  await oauth.validateApplicationLevelSignature(found, answer, http);
  const { sub } = oauth.getValidatedIdTokenClaims(tokens) ?? { sub: '' };
  const info = await oauth.userInfoRequest(found, app, tokens.access_token, http);
  assert.equal((await oauth.processUserInfoResponse(found, app, sub, info)).email, 'agent@sandbox.test');
});
