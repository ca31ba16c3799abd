import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';

const PLAIN_HTTP = { [oauth.allowInsecureRequests]: true };
const REDIRECT_URI = 'http://127.0.0.1:51004/callback';
const RESPONDER = { client_id: 'sandbox-responder' };
const RESPONDER_SECRET = 'sandbox-responder-secret';
/** A public client that must push its requests, and a terminal without a secret. */
const STRICT = { client_id: 'strict-page' };
const TERMINAL = { client_id: 'terminal' };
const DEVICE_CODE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

let server: GatewayProcess;
let admin: PersonOverHttp;
let as: oauth.AuthorizationServer;
/** Every secret of this run; none may be logged. */
const secrets: string[] = [];

async function addPublicClient(id: string, grants: string, more: readonly string[]): Promise<void> {
  const added = await runCommand([
    ...['client', 'add', '--id', id, '--name', id, '--kind', 'responder', '--scopes', 'read_agency,read_alert'],
    ...['--agency', 'sandbox-county', '--grants', grants, '--public', 'yes', '--data-dir', server.dataDir, ...more],
  ]);
  assert.equal(added.code, 0, added.output);
}

before(async () => {
  server = await startGatewayProcess({ env: { SALLYPORT_LOG_LEVEL: 'debug' } });
  const strict = ['--redirects', REDIRECT_URI, '--require-par', 'yes'];
  await addPublicClient('strict-page', 'authorization_code,refresh_token', strict);
  await addPublicClient('terminal', `${DEVICE_CODE_GRANT},refresh_token`, []);
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const issuer = new URL(server.url);
  as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...PLAIN_HTTP }),
  );
});
after(() => server.stop());

async function pushedRequest(of: oauth.Client, auth: oauth.ClientAuth, redirectUri: string) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const parameters = {
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'read_agency read_alert',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
  };
  const answer = await oauth.pushedAuthorizationRequest(as, of, auth, parameters, PLAIN_HTTP);
  return { answer, verifier, state };
}

/** Where a browser that brings this request_uri is sent after an administrator allowed a part. */
function answered(of: oauth.Client, requestUri: string): Promise<URL> {
  const url = new URL(as.authorization_endpoint ?? '');
  url.searchParams.set('client_id', of.client_id);
  url.searchParams.set('request_uri', requestUri);
  return admin.answer(url, ['read_alert']);
}

/** Refreshes, and ends the grant with its refresh token. */
async function refreshAndRevoke(of: oauth.Client, auth: oauth.ClientAuth, tokens: oauth.TokenEndpointResponse) {
  const first = tokens.refresh_token ?? '';
  const refreshed = await oauth.processRefreshTokenResponse(
    as,
    of,
    await oauth.refreshTokenGrantRequest(as, of, auth, first, PLAIN_HTTP),
  );
  const newest = refreshed.refresh_token ?? first;
  secrets.push(tokens.access_token, first, refreshed.access_token, newest);
  await oauth.processRevocationResponse(await oauth.revocationRequest(as, of, auth, newest, PLAIN_HTTP));
  const refused = await oauth.refreshTokenGrantRequest(as, of, auth, newest, PLAIN_HTTP);
  await assert.rejects(oauth.processRefreshTokenResponse(as, of, refused), { error: 'invalid_grant' });
}

async function isActive(of: oauth.Client, auth: oauth.ClientAuth, token: string): Promise<boolean> {
  const answer = await oauth.introspectionRequest(as, of, auth, token, PLAIN_HTTP);
  return (await oauth.processIntrospectionResponse(as, of, answer)).active;
}

for (const [what, of, auth, redirectUri] of [
  ['a public client that must push', STRICT, oauth.None(), REDIRECT_URI],
  ['a client with Basic', RESPONDER, oauth.ClientSecretBasic(RESPONDER_SECRET), 'http://localhost:3000/cb'],
  ['a client with its secret in the body', RESPONDER, oauth.ClientSecretPost(RESPONDER_SECRET), 'http://localhost'],
] as const) {
  test(`oauth4webapi pushes a request and exchanges its code with PKCE, for ${what}`, async () => {
    const { answer, verifier, state } = await pushedRequest(of, auth, redirectUri);
    const { request_uri, expires_in } = await oauth.processPushedAuthorizationResponse(as, of, answer);
    assert.equal(expires_in, 60);
    const params = oauth.validateAuthResponse(as, of, await answered(of, request_uri), state);
    secrets.push(request_uri.split(':').at(-1) ?? '', params.get('code') ?? '');
    const tokens = await oauth.processAuthorizationCodeResponse(
      as,
      of,
      await oauth.authorizationCodeGrantRequest(as, of, auth, params, redirectUri, verifier, PLAIN_HTTP),
    );
    assert.equal(tokens.scope, 'read_alert');
    await refreshAndRevoke(of, auth, tokens);
  });
}

test('oauth4webapi understands the refusal of a pushed request (RFC 9126 section 2.3)', async () => {
  const { answer } = await pushedRequest(STRICT, oauth.None(), 'https://evil.test/callback');
  await assert.rejects(oauth.processPushedAuthorizationResponse(as, STRICT, answer), { error: 'invalid_request' });
});

test('openid-client pushes a request and exchanges its code with PKCE', async () => {
  const config = await openidClient();
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const url = await client.buildAuthorizationUrlWithPAR(config, {
    redirect_uri: 'http://localhost:4000/back',
    scope: 'read_alert read_device',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expectedState,
  });
  assert.deepEqual([...url.searchParams.keys()].sort(), ['client_id', 'request_uri']);
  const callback = await admin.answer(url, ['read_alert', 'read_device']);
  const tokens = await client.authorizationCodeGrant(config, callback, { pkceCodeVerifier, expectedState });
  assert.equal(tokens.scope, 'read_alert read_device');
  secrets.push(tokens.access_token, tokens.refresh_token ?? '');
});

async function openidClient(): Promise<client.Configuration> {
  const auth = client.ClientSecretBasic(RESPONDER_SECRET);
  return client.discovery(new URL(server.url), RESPONDER.client_id, undefined, auth, {
    algorithm: 'oauth2',
    execute: [client.allowInsecureRequests],
  });
}

for (const [what, of, auth] of [
  ['a public client', TERMINAL, oauth.None()],
  ['a client with Basic', RESPONDER, oauth.ClientSecretBasic(RESPONDER_SECRET)],
] as const) {
  test(`oauth4webapi runs the device flow, refresh, introspection and revocation for ${what}`, async () => {
    const shown = await oauth.processDeviceAuthorizationResponse(
      as,
      of,
      await oauth.deviceAuthorizationRequest(as, of, auth, { scope: 'read_agency read_alert' }, PLAIN_HTTP),
    );
    secrets.push(shown.device_code, shown.user_code);
    assert.equal(shown.interval, 5);
    assert.equal(shown.verification_uri, `${server.url}/portal/device`);
    const poll = async () =>
      oauth.processDeviceCodeResponse(
        as,
        of,
        await oauth.deviceCodeGrantRequest(as, of, auth, shown.device_code, PLAIN_HTTP),
      );
    await assert.rejects(poll(), { error: 'authorization_pending' });
    await assert.rejects(poll(), { error: 'slow_down' });
    await admin.answerDevice(shown.user_code, ['read_alert']);
    const tokens = await poll();
    assert.equal(tokens.scope, 'read_alert');
    if (of === RESPONDER) assert.equal(await isActive(of, auth, tokens.access_token), true);
    await refreshAndRevoke(of, auth, tokens);
    if (of === RESPONDER) assert.equal(await isActive(of, auth, tokens.access_token), false);
  });
}

test('oauth4webapi understands a no on a device', async () => {
  const answer = await oauth.deviceAuthorizationRequest(as, TERMINAL, oauth.None(), {}, PLAIN_HTTP);
  const shown = await oauth.processDeviceAuthorizationResponse(as, TERMINAL, answer);
  await admin.answerDevice(shown.user_code, []);
  const polled = await oauth.deviceCodeGrantRequest(as, TERMINAL, oauth.None(), shown.device_code, PLAIN_HTTP);
  await assert.rejects(oauth.processDeviceCodeResponse(as, TERMINAL, polled), { error: 'access_denied' });
});

test('openid-client polls through authorization_pending to its tokens, and ends them', async () => {
  const config = await openidClient();
  const shown = await client.initiateDeviceAuthorization(config, { scope: 'read_alert' });
  const before = server.output().length;
  const polling = client.pollDeviceAuthorizationGrant(config, shown);
  const hasPolled = () => server.output().slice(before).includes('"authorization_pending"');
  await eventually(hasPolled);
  await admin.answerDevice(shown.user_code, ['read_alert']);
  const tokens = await polling;
  secrets.push(shown.device_code, shown.user_code, tokens.access_token, tokens.refresh_token ?? '');
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  assert.equal((await client.tokenIntrospection(config, refreshed.access_token)).active, true);
  await client.tokenRevocation(config, tokens.refresh_token ?? '');
  assert.equal((await client.tokenIntrospection(config, refreshed.access_token)).active, false);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
});

test('no request_uri, device code, user code, code or token of this run is in any log line', () => {
  const output = server.output();
  assert.ok(secrets.length > 20 && output.includes('"route":"/oauth/par"'));
  // The sandbox prints its own credentials for the reader; what the log states are the lines in JSON.
  const logged = output.split('\n').filter((line) => line.startsWith('{'));
  for (const value of [...secrets, RESPONDER_SECRET].filter((text) => text !== '')) {
    assert.ok(!logged.some((line) => line.includes(value)));
  }
  assert.ok(logged.length > 20);
});
