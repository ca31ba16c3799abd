import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { Active911Client, sallyportActive911 } from '../../packages/client/src/active911.ts';
import {
  authorizationCode,
  createProofKey,
  createTokens,
  type DevicePrompt,
  deviceCode,
  memoryStore,
  readAuthorizationAnswer,
  refreshToken,
  sallyport,
  startAuthorization,
} from '../../packages/client/src/index.ts';
import { browserSignIn } from '../../packages/client/src/node.ts';
import {
  addressesOf,
  introspectToken,
  pushAuthorization,
  readKeys,
  readServerMetadata,
} from '../../packages/client/src/oauth.ts';
import { RapidsosClient } from '../../packages/client/src/rapidsos.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { credentialsOf } from './servers.ts';

const REDIRECT_URI = 'http://localhost:4000/back';
const SCOPE = 'read_agency read_alert';
const RESPONDER = credentialsOf('sandbox-responder');

let gateway: GatewayProcess;
let admin: PersonOverHttp;
let folder: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-grants-'));
  gateway = await startGatewayProcess();
  admin = await signInOverHttp(gateway.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
});
after(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true, force: true });
});

const server = () => sallyport(gateway.url);
/** The person at the browser that a sign-in opens: allows these scopes (none is a no), and is sent back. */
const browserOf = (scopes: readonly string[]) => async (url: string) => {
  const back = await admin.answer(new URL(url), scopes);
  await fetch(back);
};
const agencyBy = (tokens: ReturnType<typeof createTokens>) =>
  new Active911Client({ server: sallyportActive911(gateway.url), tokens }).agency();

/** A code that an administrator allowed, and what its exchange takes. */
async function allowedCode() {
  const of = { server: server(), clientId: RESPONDER.clientId, redirectUri: REDIRECT_URI, scope: SCOPE };
  const request = await startAuthorization(of);
  const back = await admin.answer(new URL(request.url), SCOPE.split(' '));
  return { code: readAuthorizationAnswer(back.href, request), ...request };
}

/** What the store of a token source keeps. */
async function storedOf(store: ReturnType<typeof memoryStore>) {
  const stored = await store.read('one');
  assert.ok(stored !== null);
  return stored;
}

test('an authorization code is exchanged once, and its token renewed by the refresh token (RFC 6749 4.1, RFC 7636)', async () => {
  const store = memoryStore();
  let now = Date.now();
  const grant = authorizationCode(await allowedCode());
  const tokens = createTokens({ server: server(), ...RESPONDER, grant, store, storeKey: 'one', now: () => now });
  assert.equal((await agencyBy(tokens)).name, 'Sandbox County 9-1-1');
  const first = await storedOf(store);
  assert.equal(first.scope, SCOPE);
  now = first.expires_at + 1;
  const renewed = await tokens.token();
  assert.notEqual(renewed, first.access_token);
  // Another process with the refresh token alone goes on from there.
  const { refresh_token } = await storedOf(store);
  const other = createTokens({
    server: server(),
    ...RESPONDER,
    grant: refreshToken({ refreshToken: refresh_token ?? '' }),
  });
  assert.equal((await agencyBy(other)).name, 'Sandbox County 9-1-1');
});

test('a code with another verifier, and one that is spent, are refused in words without the code', async () => {
  const allowed = await allowedCode();
  const by = (given: Parameters<typeof authorizationCode>[0]) =>
    createTokens({ server: server(), ...RESPONDER, grant: authorizationCode(given) }).token();
  await assert.rejects(by({ ...allowed, codeVerifier: 'w'.repeat(43) }), { code: 'invalid_grant' });
  const again = await allowedCode();
  await by(again);
  await assert.rejects(by(again), (error: Error & { code: string }) => {
    return error.code === 'invalid_grant' && !error.message.includes(again.code);
  });
});

test('an answer of another request, a no, and one without a code are refused', async () => {
  const of = { server: server(), clientId: RESPONDER.clientId, redirectUri: REDIRECT_URI, scope: SCOPE };
  const request = await startAuthorization(of);
  const no = await admin.answer(new URL(request.url), []);
  assert.throws(() => readAuthorizationAnswer(no.href, request), { code: 'access_denied' });
  assert.throws(() => readAuthorizationAnswer(no.href, { state: 'another' }), { code: 'invalid_state' });
  const bare = `${REDIRECT_URI}?state=${request.state}`;
  assert.throws(() => readAuthorizationAnswer(bare, request), { code: 'invalid_request' });
});

test('a person signs in by the browser of this machine, once for many callers (RFC 8252 7.3)', async () => {
  let opened = 0;
  const open = (url: string) => {
    opened += 1;
    return browserOf(SCOPE.split(' '))(url);
  };
  const grant = browserSignIn({ scope: SCOPE, host: 'localhost', open });
  const tokens = createTokens({ server: server(), ...RESPONDER, grant });
  const given = new Set(await Promise.all(Array.from({ length: 20 }, () => tokens.token())));
  assert.deepEqual([given.size, opened], [1, 1]);
  assert.equal((await agencyBy(tokens)).name, 'Sandbox County 9-1-1');
});

test('a person who says no, or nobody, ends the sign-in with a code', async () => {
  const signIn = (options: Parameters<typeof browserSignIn>[0]) =>
    createTokens({ server: server(), ...RESPONDER, grant: browserSignIn({ host: 'localhost', ...options }) }).token();
  await assert.rejects(signIn({ open: browserOf([]) }), { code: 'access_denied' });
  await assert.rejects(signIn({ open: async () => {}, deadlineMs: 50 }), { code: 'deadline_passed' });
  // Another page of this machine cannot put its own answer in.
  const forged = async (url: string) => {
    const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    assert.equal((await fetch(`${back}?state=guessed&code=stolen`)).status, 404);
  };
  await assert.rejects(signIn({ open: forged, deadlineMs: 500 }), { code: 'deadline_passed' });
});

test('a person signs in on another device while the program waits (RFC 8628)', async () => {
  const shown: DevicePrompt[] = [];
  const answer = (scopes: readonly string[]) => (prompt: DevicePrompt) => {
    shown.push(prompt);
    void admin.answerDevice(prompt.userCode, scopes);
  };
  const by = (scopes: readonly string[]) =>
    createTokens({ server: server(), ...RESPONDER, grant: deviceCode({ scope: SCOPE, show: answer(scopes) }) });
  const [agency] = await Promise.all([
    agencyBy(by(SCOPE.split(' '))),
    assert.rejects(by([]).token(), { code: 'access_denied' }),
  ]);
  assert.equal(agency.name, 'Sandbox County 9-1-1');
  assert.equal(shown[0]?.verificationUri, `${gateway.url}/portal/device`);
  assert.ok(shown[0]?.verificationUriComplete?.includes(shown[0].userCode));
});

test('whoever stops waiting for a device ends the wait alone', async () => {
  const leaving = new AbortController();
  const grant = deviceCode({ show: () => leaving.abort(), signal: leaving.signal });
  const tokens = createTokens({ server: server(), ...RESPONDER, grant });
  await assert.rejects(tokens.token(), { name: 'AbortError' });
});

for (const [alg, how, params] of [
  ['ES256', 'EC', { name: 'ECDSA', namedCurve: 'P-256' }],
  ['EdDSA', 'OKP', { name: 'Ed25519' }],
  [
    'RS256',
    'RSA',
    { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
  ],
] as const) {
  test(`a client proves itself by its key, ${alg} (RFC 7523 2.2)`, async () => {
    const pair = (await crypto.subtle.generateKey(params as EcKeyGenParams, true, ['sign', 'verify'])) as CryptoKeyPair;
    const [publicKey, privateKey] = await Promise.all([
      crypto.subtle.exportKey('jwk', pair.publicKey),
      crypto.subtle.exportKey('jwk', pair.privateKey),
    ]);
    assert.equal(privateKey.kty, how);
    const { key_ops: _, ext: __, ...bare } = publicKey;
    const clientId = `signer-${alg.toLowerCase()}`;
    const file = join(folder, `${clientId}.json`);
    writeFileSync(file, JSON.stringify({ keys: [{ ...bare, kid: 'k1', alg, use: 'sig' }] }));
    const { code, output } = await runCommand([
      ...['client', 'add', '--id', clientId, '--name', clientId, '--kind', 'psap', '--scopes', 'alerts'],
      ...['--agency', 'sandbox-county', '--grants', 'client_credentials', '--jwks', file],
      ...['--data-dir', gateway.dataDir],
    ]);
    assert.equal(code, 0, output);
    const proofKey = await createProofKey();
    for (const more of [{ privateKey }, { privateKey: pair.privateKey }, { privateKey, proofKey }]) {
      const client = new RapidsosClient({ server: server(), clientId, keyId: 'k1', ...more });
      await client.alertPage();
    }
    // The issuer is an audience too (RFC 9700 names it alone).
    const byIssuer = { server: { ...server(), issuer: gateway.url }, clientId, keyId: 'k1', privateKey };
    await createTokens(byIssuer).token();
    const other = await crypto.subtle.exportKey(
      'jwk',
      ((await crypto.subtle.generateKey(params as EcKeyGenParams, true, ['sign', 'verify'])) as CryptoKeyPair)
        .privateKey,
    );
    const wrong = createTokens({ server: server(), clientId, keyId: 'k1', privateKey: other });
    await assert.rejects(wrong.token(), { code: 'invalid_client' });
  });
}

test('a private key of no use is refused before anything is sent', async () => {
  const tokens = createTokens({ server: server(), clientId: 'signer', privateKey: { kty: 'oct', k: 'AAAA' } });
  await assert.rejects(tokens.token(), { code: 'invalid_key' });
});

test('a revoked grant gives no token any more, and its owner is asked to sign in again', async () => {
  const store = memoryStore();
  let opened = 0;
  const open = (url: string) => {
    opened += 1;
    return browserOf(SCOPE.split(' '))(url);
  };
  const grant = browserSignIn({ scope: SCOPE, host: 'localhost', open });
  const tokens = createTokens({ server: server(), ...RESPONDER, grant, store, storeKey: 'one' });
  await agencyBy(tokens);
  const { access_token, refresh_token } = await storedOf(store);
  await tokens.revoke();
  assert.equal(await store.read('one'), null);
  const answer = await fetch(`${gateway.url}/interface/open_api/api`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  assert.equal(answer.status, 401);
  const dead = createTokens({
    server: server(),
    ...RESPONDER,
    grant: refreshToken({ refreshToken: refresh_token ?? '' }),
  });
  await assert.rejects(dead.token(), { code: 'invalid_grant' });
  await agencyBy(tokens);
  assert.equal(opened, 2);
});

test('the token of a client is revoked, also where another process holds it; without one nothing is asked', async () => {
  const store = memoryStore();
  const options = { server: server(), ...credentialsOf('sandbox-cad'), store, storeKey: 'one' };
  const token = await createTokens(options).token();
  await createTokens(options).revoke();
  const answer = await fetch(`${gateway.url}/v1/alerts`, { headers: { authorization: `Bearer ${token}` } });
  assert.equal(answer.status, 401);
  await createTokens({ ...options, server: { ...server(), revokeUrl: 'http://127.0.0.1:1/' } }).revoke();
  const { revokeUrl: _, ...withoutPath } = server();
  const none = createTokens({ ...options, server: withoutPath });
  await none.token();
  await assert.rejects(none.revoke(), { code: 'not_configured' });
});

test('what a server states about itself is its addresses and keys, and another issuer is refused (RFC 8414 3.3, RFC 7517)', async () => {
  const stated = addressesOf(await readServerMetadata(gateway.url));
  const token = await createTokens({ server: stated, ...credentialsOf('sandbox-cad') }).token();
  const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string };
  const { keys } = await readKeys(stated);
  assert.ok(keys.some((key) => key.kid === kid));
  const elsewhere: typeof fetch = () => fetch(`${gateway.url}/.well-known/oauth-authorization-server`);
  await assert.rejects(readServerMetadata('https://other.example', { fetch: elsewhere }), { code: 'invalid_issuer' });
  await assert.rejects(readKeys(server()), { code: 'not_configured' });
});

test('a token that somebody sent is looked up by a client that proves itself, and by no other (RFC 7662)', async () => {
  const stated = addressesOf(await readServerMetadata(gateway.url));
  const of = { server: stated, ...credentialsOf('sandbox-cad') };
  const token = await createTokens(of).token();
  const { active, client_id, agency } = await introspectToken({ ...of, token });
  assert.deepEqual([active, client_id, agency], [true, 'sandbox-cad', 'sandbox-county']);
  assert.deepEqual(await introspectToken({ ...of, token: 'nothing' }), { active: false });
  await assert.rejects(introspectToken({ ...of, clientSecret: 'wrong', token }), (error: Error & { code: string }) => {
    return error.code === 'invalid_client' && !`${error.message}${JSON.stringify(error)}`.includes(token);
  });
});

test('an authorization request is pushed before the browser opens, and refused there (RFC 9126)', async () => {
  const stated = addressesOf(await readServerMetadata(gateway.url));
  const of = { server: stated, ...RESPONDER, redirectUri: REDIRECT_URI, scope: SCOPE };
  const request = await pushAuthorization(of);
  assert.deepEqual([...new URL(request.url).searchParams.keys()], ['client_id', 'request_uri']);
  const back = await admin.answer(new URL(request.url), SCOPE.split(' '));
  const grant = authorizationCode({ code: readAuthorizationAnswer(back.href, request), ...request });
  const tokens = createTokens({ server: stated, ...RESPONDER, grant });
  assert.equal((await agencyBy(tokens)).name, 'Sandbox County 9-1-1');
  await assert.rejects(pushAuthorization({ ...of, redirectUri: 'https://thief.example' }), { status: 400 });
  await assert.rejects(pushAuthorization({ ...of, clientSecret: 'wrong' }), { code: 'invalid_client' });
  await assert.rejects(pushAuthorization({ ...of, server: server() }), { code: 'not_configured' });
});
