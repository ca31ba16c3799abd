import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { exportJWK } from 'jose';
import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';

const HTTP = { [oauth.allowInsecureRequests]: true };
const REDIRECT_URI = 'http://127.0.0.1:51004/callback';
const SIGNER: oauth.Client = { client_id: 'signer' };
const BOUND: oauth.Client = { client_id: 'bound' };
const ALGORITHMS = ['ES256', 'Ed25519', 'RS256', 'PS256'] as const;

let server: GatewayProcess;
let admin: PersonOverHttp;
let as: oauth.AuthorizationServer;
let folder: string;
const pairs = new Map<string, oauth.CryptoKeyPair>();

async function add(id: string, ...more: string[]): Promise<void> {
  const { code, output } = await runCommand([
    ...['client', 'add', '--id', id, '--name', id, '--kind', 'responder', '--scopes', 'alerts,read_alert'],
    ...[
      '--agency',
      'sandbox-county',
      '--redirects',
      'http://127.0.0.1/callback',
      '--data-dir',
      server.dataDir,
      ...more,
    ],
  ]);
  assert.equal(code, 0, output);
  assert.ok(!output.includes('client_secret'), 'a client with keys and a public one have no secret');
}

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-keys-'));
  server = await startGatewayProcess();
  const keys = [];
  for (const alg of ALGORITHMS) {
    const pair = await oauth.generateKeyPair(alg, { extractable: true });
    pairs.set(alg, pair);
    keys.push({ ...(await exportJWK(pair.publicKey)), kid: alg, alg, use: 'sig' });
  }
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys }));
  await add('signer', '--grants', 'authorization_code,refresh_token,client_credentials', '--jwks', file);
  await add('bound', '--grants', 'authorization_code,refresh_token', '--public', 'yes', '--dpop', 'yes');
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
  const issuer = new URL(server.url);
  const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...HTTP });
  as = await oauth.processDiscoveryResponse(issuer, answer);
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function pairOf(alg: string): oauth.CryptoKeyPair {
  const pair = pairs.get(alg);
  if (pair === undefined) throw new Error(`no key for ${alg}`);
  return pair;
}
const signedBy = (alg: string) => oauth.PrivateKeyJwt({ key: pairOf(alg).privateKey, kid: alg });

/** The answer at the redirect URI to a code request with PKCE, after an administrator allowed `alerts`. */
async function consent(client: oauth.Client, more: Record<string, string> = {}) {
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const url = new URL(as.authorization_endpoint ?? '');
  url.search = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    scope: 'alerts',
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    ...more,
  }).toString();
  const params = oauth.validateAuthResponse(as, client, await admin.answer(url, ['alerts']), state);
  return { params, verifier };
}

const read = (token: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/incidents`, { headers: { authorization: `Bearer ${token}`, ...headers } });
const readBound = (token: string, DPoP: oauth.DPoPHandle) =>
  oauth.protectedResourceRequest(token, 'GET', new URL(`${server.url}/api/incidents?limit=1`), undefined, undefined, {
    ...HTTP,
    DPoP,
  });

test('the metadata names private_key_jwt, its algorithms and those of DPoP', () => {
  assert.ok(as.token_endpoint_auth_methods_supported?.includes('private_key_jwt'));
  for (const alg of ALGORITHMS) {
    assert.ok(as.token_endpoint_auth_signing_alg_values_supported?.includes(alg));
    assert.ok(as.dpop_signing_alg_values_supported?.includes(alg));
  }
});

for (const alg of ALGORITHMS) {
  test(`[RFC 7523 2.2] oauth4webapi gets, introspects and revokes a token with private_key_jwt by ${alg}`, async () => {
    const auth = signedBy(alg);
    const asked = new URLSearchParams({ scope: 'alerts' });
    const { access_token: token } = await oauth.processClientCredentialsResponse(
      as,
      SIGNER,
      await oauth.clientCredentialsGrantRequest(as, SIGNER, auth, asked, HTTP),
    );
    assert.equal((await read(token)).status, 200);
    const introspect = async () =>
      oauth.processIntrospectionResponse(as, SIGNER, await oauth.introspectionRequest(as, SIGNER, auth, token, HTTP));
    assert.equal((await introspect()).active, true);
    await oauth.processRevocationResponse(await oauth.revocationRequest(as, SIGNER, auth, token, HTTP));
    assert.equal((await introspect()).active, false);
  });

  test(`[RFC 9449 5] oauth4webapi runs code with PKCE, a read and a refresh with DPoP by ${alg}`, async () => {
    const pair = await oauth.generateKeyPair(alg);
    const DPoP = oauth.DPoP(BOUND, pair);
    const { params, verifier } = await consent(BOUND, { dpop_jkt: await DPoP.calculateThumbprint() });
    const auth = oauth.None();
    const options = { ...HTTP, DPoP };
    const first = await oauth.processAuthorizationCodeResponse(
      as,
      BOUND,
      await oauth.authorizationCodeGrantRequest(as, BOUND, auth, params, REDIRECT_URI, verifier, options),
    );
    assert.equal(first.token_type, 'dpop');
    assert.equal((await readBound(first.access_token, DPoP)).status, 200);
    assert.equal((await readBound(first.access_token, DPoP)).status, 200, 'with a new proof each time');
    const second = await oauth.processRefreshTokenResponse(
      as,
      BOUND,
      await oauth.refreshTokenGrantRequest(as, BOUND, auth, first.refresh_token ?? '', options),
    );
    const request = new Request(`${server.url}/api/incidents`, {
      headers: { authorization: `DPoP ${second.access_token}`, dpop: await proofFor(second.access_token, DPoP) },
    });
    const claims = await oauth.validateJwtAccessToken(as, request, server.url, { ...HTTP, requireDPoP: true });
    assert.equal(claims.cnf?.jkt, await DPoP.calculateThumbprint());
  });
}

/** The proof that the library would send with a read. */
async function proofFor(token: string, DPoP: oauth.DPoPHandle): Promise<string> {
  let proof = '';
  await oauth.protectedResourceRequest(token, 'GET', new URL(`${server.url}/api/incidents`), undefined, undefined, {
    ...HTTP,
    DPoP,
    [oauth.customFetch]: async (_url, { headers }) => {
      proof = headers['dpop'] ?? '';
      return new Response(null, { status: 200 });
    },
  });
  return proof;
}

test('[RFC 9700 4.10.1] a stolen bound token, refresh token or code is of no use without the key', async () => {
  const DPoP = oauth.DPoP(BOUND, await oauth.generateKeyPair('ES256'));
  const thief = oauth.DPoP(BOUND, await oauth.generateKeyPair('ES256'));
  const { params, verifier } = await consent(BOUND, { dpop_jkt: await DPoP.calculateThumbprint() });
  const exchange = (handle?: oauth.DPoPHandle) =>
    oauth.authorizationCodeGrantRequest(as, BOUND, oauth.None(), params, REDIRECT_URI, verifier, {
      ...HTTP,
      ...(handle && { DPoP: handle }),
    });
  for (const stolen of [await exchange(thief), await exchange()]) {
    await assert.rejects(oauth.processAuthorizationCodeResponse(as, BOUND, stolen), { status: 400 });
  }
  const tokens = await oauth.processAuthorizationCodeResponse(as, BOUND, await exchange(DPoP));
  await assert.rejects(readBound(tokens.access_token, thief), (err: unknown) => {
    assert.ok(err instanceof oauth.WWWAuthenticateChallengeError);
    assert.equal(err.cause[0]?.scheme, 'dpop');
    assert.equal(err.cause[0]?.parameters.error, 'invalid_token');
    assert.match(err.cause[0]?.parameters.algs ?? '', /ES256/);
    return true;
  });
  assert.equal((await read(tokens.access_token)).status, 401);
  for (const options of [HTTP, { ...HTTP, DPoP: thief }]) {
    const stolen = await oauth.refreshTokenGrantRequest(as, BOUND, oauth.None(), tokens.refresh_token ?? '', options);
    await assert.rejects(oauth.processRefreshTokenResponse(as, BOUND, stolen), { status: 400 });
  }
  assert.equal((await readBound(tokens.access_token, DPoP)).status, 200);
});

test('openid-client runs a pushed code request with PKCE, private_key_jwt and DPoP, a read, a refresh and revocation', async () => {
  const config = await openid.discovery(
    new URL(server.url),
    'signer',
    undefined,
    openid.PrivateKeyJwt({ key: pairOf('ES256').privateKey, kid: 'ES256' }),
    { algorithm: 'oauth2', execute: [openid.allowInsecureRequests] },
  );
  const DPoP = openid.getDPoPHandle(config, await openid.randomDPoPKeyPair('ES256'));
  const pkceCodeVerifier = openid.randomPKCECodeVerifier();
  const expectedState = openid.randomState();
  const url = await openid.buildAuthorizationUrlWithPAR(
    config,
    {
      redirect_uri: REDIRECT_URI,
      scope: 'alerts',
      code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
      state: expectedState,
    },
    { DPoP },
  );
  const callback = await admin.answer(url, ['alerts']);
  const checks = { pkceCodeVerifier, expectedState };
  const tokens = await openid.authorizationCodeGrant(config, callback, checks, undefined, { DPoP });
  assert.equal(tokens.token_type, 'dpop');
  const resource = new URL(`${server.url}/api/incidents`);
  const readWith = (token: string) =>
    openid.fetchProtectedResource(config, token, resource, 'GET', undefined, undefined, { DPoP });
  assert.equal((await readWith(tokens.access_token)).status, 200);
  const again = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
  assert.equal((await readWith(again.access_token)).status, 200);
  const standing = await openid.tokenIntrospection(config, again.access_token);
  assert.equal(standing.token_type, 'DPoP');
  assert.deepEqual(standing.cnf, { jkt: await DPoP.calculateThumbprint() });
  await openid.tokenRevocation(config, tokens.refresh_token ?? '');
  await assert.rejects(readWith(again.access_token));
});
