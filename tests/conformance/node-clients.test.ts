import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import OAuth2Strategy from 'passport-oauth2';
import { AuthorizationCode, ClientCredentials } from 'simple-oauth2';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';

const REDIRECT_URI = 'http://localhost:4100/callback';
const SCOPE = 'read_alert read_device';
const RESPONDER = { id: 'sandbox-responder', secret: 'sandbox-responder-secret' };

let server: GatewayProcess;
let admin: PersonOverHttp;
before(async () => {
  server = await startGatewayProcess();
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
});
after(() => server.stop());

const allow = (url: string) => admin.answer(new URL(url), SCOPE.split(' '));
const tokenPath = (tokenHost: string) => ({ tokenHost, tokenPath: '/oauth/token' });
const allPaths = (url: string) => ({
  ...tokenPath(url),
  authorizePath: '/oauth/authorize',
  revokePath: '/oauth/revoke',
});

/** Whether the token is good: 403 is a good one without the scope of that path. */
async function isGood(token: unknown): Promise<boolean> {
  const answer = await fetch(`${server.url}/api/incidents`, { headers: { authorization: `Bearer ${token}` } });
  return answer.status !== 401;
}

for (const authorizationMethod of ['header', 'body'] as const) {
  test(`simple-oauth2 runs code with PKCE, refresh and revocation, its credentials in the ${authorizationMethod}`, async () => {
    const options = { authorizationMethod };
    const client = new AuthorizationCode({ client: RESPONDER, auth: allPaths(server.url), options });
    const verifier = randomBytes(32).toString('base64url');
    const url = client.authorizeURL({
      redirect_uri: REDIRECT_URI,
      scope: SCOPE,
      state: 'a-state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const back = await allow(url);
    assert.equal(back.searchParams.get('state'), 'a-state');
    const code = back.searchParams.get('code') ?? '';
    const exchange = { code, redirect_uri: REDIRECT_URI, scope: SCOPE, code_verifier: verifier };
    const first = await client.getToken(exchange);
    assert.equal(first.token['token_type'], 'Bearer');
    assert.equal(first.expired(), false);
    const second = await first.refresh();
    assert.ok(await isGood(second.token['access_token']));
    await first.revoke('refresh_token');
    assert.equal(await isGood(second.token['access_token']), false);
    await assert.rejects(first.refresh(), /400/);
    await assert.rejects(client.getToken(exchange), /400/, 'a code is used once');
  });
}

test('simple-oauth2 gets a machine token', async () => {
  const client = new ClientCredentials({
    client: { id: 'sandbox-cad', secret: 'sandbox-cad-secret' },
    auth: tokenPath(server.url),
  });
  const { token } = await client.getToken({ scope: 'alerts' });
  assert.ok(await isGood(token['access_token']));
});

interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
}

function newStrategy(): OAuth2Strategy {
  const options = {
    authorizationURL: `${server.url}/oauth/authorize`,
    tokenURL: `${server.url}/oauth/token`,
    clientID: RESPONDER.id,
    clientSecret: RESPONDER.secret,
    callbackURL: REDIRECT_URI,
    scope: SCOPE.split(' '),
    pkce: true,
    state: true,
  };
  return new OAuth2Strategy(options, (accessToken, refreshToken, _answer, _profile, done) =>
    done(null, { accessToken, refreshToken }),
  );
}

/** What the strategy does with a request, as passport would carry it out. */
function outcomeOf(strategy: OAuth2Strategy, request: object): Promise<string | Tokens> {
  return new Promise((resolve, reject) => {
    const run = Object.create(strategy) as OAuth2Strategy;
    run.redirect = resolve;
    run.success = (user) => resolve(user as Tokens);
    run.fail = (challenge) => reject(new Error(`failed: ${JSON.stringify(challenge)}`));
    run.error = reject;
    run.authenticate(request, {});
  });
}

test('passport-oauth2 signs in by code with PKCE and state, and refreshes', async () => {
  const strategy = newStrategy();
  const session = {};
  const back = await allow(String(await outcomeOf(strategy, { session, query: {} })));
  const query = Object.fromEntries(back.searchParams);
  const tokens = (await outcomeOf(strategy, { session, query })) as Tokens;
  assert.ok(await isGood(tokens.accessToken));
  const refreshed = await new Promise<string>((resolve, reject) => {
    strategy._oauth2.getOAuthAccessToken(tokens.refreshToken, { grant_type: 'refresh_token' }, (err, accessToken) =>
      err ? reject(err) : resolve(accessToken ?? ''),
    );
  });
  assert.notEqual(refreshed, tokens.accessToken);
  assert.ok(await isGood(refreshed));
});

test('[RFC 9700 4.7.1] passport-oauth2 notifies an answer to another session apart', async () => {
  const strategy = newStrategy();
  const back = await allow(String(await outcomeOf(strategy, { session: {}, query: {} })));
  const query = Object.fromEntries(back.searchParams);
  await assert.rejects(outcomeOf(strategy, { session: {}, query }), /state/);
});

test('passport-oauth2 understands a no', async () => {
  const strategy = newStrategy();
  const session = {};
  const url = new URL(String(await outcomeOf(strategy, { session, query: {} })));
  const query = Object.fromEntries((await admin.answer(url, [])).searchParams);
  await assert.rejects(outcomeOf(strategy, { session, query }), /The agency did not allow it/);
});
