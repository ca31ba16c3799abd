import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as oauth from 'oauth4webapi';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';

const PLAIN_HTTP = { [oauth.allowInsecureRequests]: true };
const REDIRECT_URI = 'http://127.0.0.1:51004/callback';
const PUBLIC = { client_id: 'spa' };
const CONFIDENTIAL = { client_id: 'sandbox-responder' };

let server: GatewayProcess;
let admin: PersonOverHttp;
let as: oauth.AuthorizationServer;
const seen: string[] = [];

before(async () => {
  server = await startGatewayProcess({ env: { SALLYPORT_LOG_LEVEL: 'debug' } });
  const added = await runCommand([
    ...['client', 'add', '--id', 'spa', '--name', 'Page', '--kind', 'responder', '--scopes', 'read_agency,read_alert'],
    ...['--agency', 'sandbox-county', '--grants', 'authorization_code,refresh_token', '--public', 'yes'],
    ...['--redirects', 'http://127.0.0.1/callback', '--data-dir', server.dataDir],
  ]);
  assert.equal(added.code, 0, added.output);
  assert.ok(!added.output.includes('client_secret'));
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const issuer = new URL(server.url);
  as = await oauth.processDiscoveryResponse(
    issuer,
    await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...PLAIN_HTTP }),
  );
});
after(() => server.stop());

const secretOf = (client: oauth.Client) => `${client.client_id}-secret`;

async function authorise(client: oauth.Client, redirectUri: string, scopes: readonly string[]) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(as.authorization_endpoint ?? '');
  const challenge = await oauth.calculatePKCECodeChallenge(verifier);
  for (const [name, value] of Object.entries({
    client_id: client.client_id,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'read_agency read_alert',
    code_challenge: challenge,
    code_challenge_method: 'S256',
    state,
  })) {
    url.searchParams.set(name, value);
  }
  return { callback: await admin.answer(url, scopes), state, verifier };
}

async function tokensFor(client: oauth.Client, auth: oauth.ClientAuth, redirectUri: string) {
  const { callback, state, verifier } = await authorise(client, redirectUri, ['read_alert']);
  const params = oauth.validateAuthResponse(as, client, callback, state);
  const response = await oauth.authorizationCodeGrantRequest(
    as,
    client,
    auth,
    params,
    redirectUri,
    verifier,
    PLAIN_HTTP,
  );
  const tokens = await oauth.processAuthorizationCodeResponse(as, client, response);
  seen.push(callback.searchParams.get('code') ?? '', verifier, tokens.access_token, tokens.refresh_token ?? '');
  return tokens;
}

test('[RFC 8414 3] the metadata is found and names what the server does', () => {
  assert.equal(as.issuer, server.url);
  assert.deepEqual(as.code_challenge_methods_supported, ['S256']);
  assert.deepEqual(as.response_types_supported, ['code']);
  assert.equal(as.authorization_response_iss_parameter_supported, true);
  assert.ok(as.grant_types_supported?.includes('refresh_token'));
  assert.ok(as.token_endpoint_auth_methods_supported?.includes('none'));
});

for (const [what, client, auth, redirectUri] of [
  ['a public client', PUBLIC, oauth.None(), REDIRECT_URI],
  ['a client with Basic', CONFIDENTIAL, oauth.ClientSecretBasic(secretOf(CONFIDENTIAL)), 'http://localhost:3000/cb'],
  [
    'a client with its secret in the body',
    CONFIDENTIAL,
    oauth.ClientSecretPost(secretOf(CONFIDENTIAL)),
    'http://localhost',
  ],
] as const) {
  test(`oauth4webapi runs code with PKCE, refresh and revocation for ${what}`, async () => {
    const tokens = await tokensFor(client, auth, redirectUri);
    assert.equal(tokens.scope, 'read_alert');
    const jwt = await oauth.validateJwtAccessToken(
      as,
      new Request(`${server.url}/api`, { headers: { authorization: `Bearer ${tokens.access_token}` } }),
      server.url,
      PLAIN_HTTP,
    );
    assert.equal(jwt.client_id, client.client_id);
    const refreshToken = tokens.refresh_token ?? '';
    const again = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, auth, refreshToken, PLAIN_HTTP),
    );
    assert.equal(again.refresh_token !== undefined, client === PUBLIC);
    seen.push(again.access_token, again.refresh_token ?? '');
    const newest = again.refresh_token ?? refreshToken;
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, client, auth, newest, PLAIN_HTTP));
    const refused = await oauth.refreshTokenGrantRequest(as, client, auth, newest, PLAIN_HTTP);
    await assert.rejects(oauth.processRefreshTokenResponse(as, client, refused), { error: 'invalid_grant' });
  });
}

test('oauth4webapi introspects, and an administrator ends access with one call', async () => {
  const auth = oauth.ClientSecretBasic(secretOf(CONFIDENTIAL));
  const tokens = await tokensFor(CONFIDENTIAL, auth, 'http://localhost:3000/cb');
  const read = async () =>
    oauth.processIntrospectionResponse(
      as,
      CONFIDENTIAL,
      await oauth.introspectionRequest(as, CONFIDENTIAL, auth, tokens.access_token, PLAIN_HTTP),
    );
  assert.equal((await read()).active, true);
  await admin.revokeGrantsOf('sandbox-responder');
  assert.equal((await read()).active, false);
});

test('oauth4webapi understands a no', async () => {
  const { callback, state } = await authorise(PUBLIC, REDIRECT_URI, []);
  assert.throws(() => oauth.validateAuthResponse(as, PUBLIC, callback, state), { error: 'access_denied' });
});

test('[RFC 9207 2.4] an answer of another server is distinguished, so that no code goes to a mixed-up one', async () => {
  const { callback, state } = await authorise(PUBLIC, REDIRECT_URI, ['read_alert']);
  const other = { ...as, issuer: 'https://other.test' };
  assert.throws(() => oauth.validateAuthResponse(other, PUBLIC, callback, state), /iss/);
  callback.searchParams.delete('iss');
  assert.throws(() => oauth.validateAuthResponse(as, PUBLIC, callback, state), /iss/);
});

test('[RFC 9700 4.7] an answer with another state is distinguished', async () => {
  const { callback } = await authorise(PUBLIC, REDIRECT_URI, ['read_alert']);
  assert.throws(() => oauth.validateAuthResponse(as, PUBLIC, callback, oauth.generateRandomState()), /state/);
});

test('no code, verifier, token or secret of this run is in any log line', () => {
  const output = server.output();
  assert.ok(seen.length > 10 && output.includes('"route":"/oauth/token"'));
  // The sandbox prints its own credentials for the reader; what the log states are the lines in JSON.
  const logged = output.split('\n').filter((line) => line.startsWith('{'));
  for (const value of [...seen, secretOf(CONFIDENTIAL)].filter((text) => text !== '')) {
    assert.ok(!logged.some((line) => line.includes(value)));
  }
  assert.ok(logged.length > 20);
});
