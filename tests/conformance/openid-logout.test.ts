import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { type Receiver, startReceiver } from '../../packages/testing/src/receiver.ts';

const ID = 'board';
const REDIRECT_URI = 'http://localhost:4000/back';
const AFTER = 'http://localhost:4000/signed-out';
const SCOPE = 'openid profile email';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let server: GatewayProcess;
let receiver: Receiver;
let config: client.Configuration;

before(async () => {
  // The command that registers the client checks its addresses as the sandbox does.
  process.env['SALLYPORT_WEBHOOK_ALLOWED_RANGES'] = '127.0.0.0/8';
  [server, receiver] = await Promise.all([startGatewayProcess(), startReceiver()]);
  const named = ['--id', ID, '--name', 'Board', '--kind', 'responder', '--scopes', SCOPE.replaceAll(' ', ',')];
  const uses = ['--grants', 'authorization_code,refresh_token', '--redirects', REDIRECT_URI];
  const logout = ['--post-logout-redirects', AFTER, '--backchannel-logout', receiver.url, '--logout-session-required'];
  const place = ['--data-dir', server.dataDir, '--json'];
  const { output } = await runCommand(['client', 'add', ...named, ...uses, ...logout, ...place]);
  const { client_secret: secret } = JSON.parse(output.slice(output.indexOf('{'))) as { client_secret: string };
  const insecure = { execute: [client.allowInsecureRequests] };
  config = await client.discovery(new URL(server.url), ID, undefined, client.ClientSecretBasic(secret), insecure);
  const admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const { url, pkceCodeVerifier } = await ask({ prompt: 'consent' });
  await client.authorizationCodeGrant(config, await admin.answer(url, SCOPE.split(' ')), { pkceCodeVerifier });
});
after(async () => {
  delete process.env['SALLYPORT_WEBHOOK_ALLOWED_RANGES'];
  await server?.stop();
  await receiver?.stop();
});

async function ask(more: Record<string, string> = {}) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { url, pkceCodeVerifier };
}

async function signIn(person: PersonOverHttp) {
  const { url, pkceCodeVerifier } = await ask({ prompt: 'none' });
  const tokens = await client.authorizationCodeGrant(config, await person.open(url), { pkceCodeVerifier });
  return { tokens, idToken: tokens.id_token ?? '', sid: tokens.claims()?.['sid'] };
}

const newAgent = () => signInOverHttp(server.url, 'agent@sandbox.test', 'sandbox-agent-pass-911');

/** As an application checks one: OpenID Connect Back-Channel Logout 1.0 section 2.6. */
async function checkedLogout(text: string): Promise<JWTPayload> {
  const token = new URLSearchParams(text).get('logout_token') ?? '';
  const keys = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ''));
  const checks = {
    issuer: server.url,
    audience: ID,
    typ: 'logout+jwt',
    requiredClaims: ['iat', 'exp', 'jti', 'events'],
  };
  return (await jwtVerify(token, keys, checks)).payload;
}

async function logoutOf(sid: unknown): Promise<JWTPayload> {
  let found: JWTPayload | undefined;
  await eventually(async () => {
    const tokens = await Promise.all(receiver.received.map(({ text }) => checkedLogout(text)));
    found = tokens.find((token) => token['sid'] === sid);
    return found !== undefined;
  });
  return found ?? {};
}

test('[OIDC RP-Initiated Logout 2.1] openid-client reads the end_session_endpoint and signs a person out by it', async () => {
  const person = await newAgent();
  const { tokens, idToken, sid } = await signIn(person);
  const metadata = config.serverMetadata();
  assert.equal(metadata.end_session_endpoint, `${server.url}/oauth/logout`);
  const end = { id_token_hint: idToken, post_logout_redirect_uri: AFTER, state: 'where I was' };
  const back = await person.open(client.buildEndSessionUrl(config, end));
  assert.equal(back.href, `${AFTER}?state=where+I+was`);
  await assert.rejects(client.refreshTokenGrant(config, tokens.refresh_token ?? ''), { error: 'invalid_grant' });
  const { searchParams } = await person.open((await ask({ prompt: 'none' })).url);
  assert.equal(searchParams.get('error'), 'login_required');
  const token = await logoutOf(sid);
  assert.equal(token.sub, tokens.claims()?.sub);
  assert.deepEqual(token['events'], { [EVENT]: {} });
});

test('[OIDC Back-Channel Logout 2.5] an application whose person leaves the portal is sent a token that it can check', async () => {
  const metadata = config.serverMetadata();
  assert.equal(metadata['backchannel_logout_supported'], true);
  assert.equal(metadata['backchannel_logout_session_supported'], true);
  const person = await newAgent();
  const { sid } = await signIn(person);
  await person.signOut();
  const { jti, nonce } = await logoutOf(sid);
  assert.ok(typeof jti === 'string');
  assert.equal(nonce, undefined);
});

test('a logout token that waits is sent by the server that starts next', async () => {
  const person = await newAgent();
  const { sid } = await signIn(person);
  const { answer } = receiver;
  receiver.answer = (_, response) => void response.writeHead(503).end();
  const before = receiver.received.length;
  await person.signOut();
  await eventually(() => receiver.received.length > before);
  await server.kill('SIGKILL');
  receiver.answer = answer;
  const sent = receiver.received.length;
  const next = await startGatewayProcess({ dataDir: server.dataDir, port: Number(new URL(server.url).port) });
  await eventually(async () => receiver.received.length > sent);
  assert.equal((await logoutOf(sid))['sid'], sid);
  server = { ...next, stop: async () => next.kill('SIGTERM') };
});

test('oauth4webapi finds the same, and an address that is not registered is refused with a page', async () => {
  const http = { [oauth.allowInsecureRequests]: true };
  const issuer = new URL(server.url);
  const found = await oauth.processDiscoveryResponse(issuer, await oauth.discoveryRequest(issuer, http));
  const url = new URL(found.end_session_endpoint ?? '');
  url.search = new URLSearchParams({ client_id: ID, post_logout_redirect_uri: `${AFTER}/` }).toString();
  const refused = await fetch(url, { redirect: 'manual' });
  assert.equal(refused.status, 400);
  assert.match(await refused.text(), /post_logout_redirect_uri is not registered/);
  url.search = new URLSearchParams({ client_id: ID, post_logout_redirect_uri: AFTER }).toString();
  const answer = await fetch(url, { redirect: 'manual' });
  assert.equal(answer.headers.get('location'), AFTER, 'nobody is signed in, so nobody is asked');
});
