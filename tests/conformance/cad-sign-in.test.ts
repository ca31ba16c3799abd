import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import * as client from 'openid-client';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { CookieJar, expectJson, send } from '../e2e/http-client.ts';
import { signIn } from '../e2e/sandbox.ts';

// A CAD's sign-in under a policy without the password grant, as docs/single-sign-on.md has it.

const SCOPE = 'openid deeplinks';
const AGENT = ['agent@sandbox.test', 'sandbox-agent-pass-911'] as const;
/** The port is the workstation's own at each sign-in (RFC 8252 section 7.3). */
const REDIRECT_URI = 'http://127.0.0.1:49152/signed-in';

let server: GatewayProcess;
const insecure = { execute: [client.allowInsecureRequests] };

async function addClient(id: string, more: readonly string[]): Promise<void> {
  const named = ['--id', id, '--name', 'County CAD', '--kind', 'psap', '--agency', 'sandbox-county'];
  const uses = ['--scopes', SCOPE.replace(' ', ','), '--grants', 'authorization_code,refresh_token', '--ttl', '300'];
  const place = ['--redirects', 'http://127.0.0.1/signed-in', '--data-dir', server.dataDir];
  const { code, output } = await runCommand(['client', 'add', ...named, ...uses, ...place, ...more]);
  assert.equal(code, 0, output);
}

before(async () => {
  server = await startGatewayProcess();
  const jar = await signIn(server.url, 'sandboxAdmin');
  const edit = { method: 'PATCH', path: '/api/security-policy', jar } as const;
  await expectJson(server.url, 200, { ...edit, json: { allows_password_grant: false } });
});
after(() => server?.stop());

/** The person signs in once, by the browser of the workstation; who is an administrator allows the CAD by it. */
async function signInAtStart(config: client.Configuration, person: PersonOverHttp, DPoP?: client.DPoPHandle) {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expectedState = client.randomState();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: SCOPE,
    state: expectedState,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });
  const checks = { pkceCodeVerifier, expectedState };
  const back = await person.open(url);
  const answered = back.pathname.startsWith('/portal/') ? await person.answer(url, SCOPE.split(' ')) : back;
  return client.authorizationCodeGrant(config, answered, checks, {}, DPoP && { DPoP });
}

/** As the workstation's browser does. */
async function openDeeplink(url: string): Promise<void> {
  const jar = new CookieJar();
  await expectJson(server.url, 200, { method: 'POST', path: new URL(url).pathname, jar });
}

/** What the CAD asks with its token; openid-client throws an answer that has a challenge. */
async function ask(
  config: client.Configuration,
  token: string,
  path: string,
  query: string | null,
  DPoP?: client.DPoPHandle,
) {
  const [method, body] = query === null ? (['GET', null] as const) : (['POST', JSON.stringify({ query })] as const);
  const headers = new Headers({ 'content-type': 'application/json' });
  const url = new URL(`${server.url}${path}`);
  try {
    return await client.fetchProtectedResource(config, token, url, method, body, headers, DPoP && { DPoP });
  } catch (err) {
    if (err instanceof client.WWWAuthenticateChallengeError) return err.response;
    throw err;
  }
}

async function aShift(config: client.Configuration, DPoP?: client.DPoPHandle): Promise<void> {
  const admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  await signInAtStart(config, admin, DPoP);
  const person = await signInOverHttp(server.url, ...AGENT);
  const started = await signInAtStart(config, person, DPoP);
  let refreshToken = started.refresh_token ?? '';
  const refresh = async () => {
    const tokens = await client.refreshTokenGrant(config, refreshToken, {}, DPoP && { DPoP });
    refreshToken = tokens.refresh_token ?? refreshToken;
    return tokens.access_token;
  };
  for (const query of ['tel://15555550123', 'tel://15555550124']) {
    const token = await refresh();
    const asked = await ask(config, token, '/integrations/irp', query, DPoP);
    assert.equal(asked.status, 200);
    const { url } = (await asked.json()) as { url: string };
    assert.match(url, new RegExp(`^${server.url}/d/`));
    await openDeeplink(url);
    const other = await ask(config, token, '/api/incidents', null, DPoP);
    assert.equal(other.status, 403, 'the token reads nothing of the agency');
  }
  const last = await refresh();
  await person.signOut();
  await assert.rejects(refresh(), { error: 'invalid_grant' });
  const late = await ask(config, last, '/integrations/irp', 'tel://15555550125', DPoP);
  assert.equal(late.status, 401, 'a token of a shift that is over opens nothing');
}

test('without the password grant a CAD is told why, and what to use', async () => {
  const answer = await send(server.url, {
    method: 'POST',
    path: '/oauth/token',
    form: {
      grant_type: 'password',
      client_id: 'sandbox-cad',
      client_secret: 'sandbox-cad-secret',
      username: AGENT[0],
      password: AGENT[1],
    },
  });
  assert.equal(answer.status, 400);
  const refused = JSON.parse(answer.text) as { error: string; error_description: string };
  assert.equal(refused.error, 'unauthorized_client');
  assert.match(refused.error_description, /does not allow the password grant; use authorization_code/);
});

test('a CAD without a secret signs its dispatcher in once a shift, and asks for a deeplink a call with a key of the workstation', async () => {
  await addClient('county-cad', ['--public', '--dpop', '--rotate']);
  const config = await client.discovery(new URL(server.url), 'county-cad', undefined, client.None(), insecure);
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  await aShift(config, DPoP);
});

test('a refresh token of the shift is of no use without the key of the workstation', async () => {
  const config = await client.discovery(new URL(server.url), 'county-cad', undefined, client.None(), insecure);
  const DPoP = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  const person = await signInOverHttp(server.url, ...AGENT);
  const { refresh_token = '' } = await signInAtStart(config, person, DPoP);
  const stolen = client.getDPoPHandle(config, await client.randomDPoPKeyPair());
  await assert.rejects(client.refreshTokenGrant(config, refresh_token, {}, { DPoP: stolen }), {
    error: 'invalid_grant',
  });
});

test('a CAD with keys does the same by private_key_jwt', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = join(server.dataDir, 'county-cad.jwks.json');
  const kid = 'workstation';
  writeFileSync(
    jwks,
    JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256', use: 'sig' }] }),
  );
  await addClient('county-cad-with-keys', ['--jwks', jwks]);
  const pkcs8 = privateKey.export({ type: 'pkcs8', format: 'der' });
  const key = await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign']);
  const proves = client.PrivateKeyJwt({ key, kid });
  await aShift(await client.discovery(new URL(server.url), 'county-cad-with-keys', undefined, proves, insecure));
});
