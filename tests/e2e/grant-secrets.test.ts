import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { SteadyClock } from '../../packages/gateway/src/kernel/steady-clock.ts';
import { JWT_BEARER, newKey, signAssertion, type TestKey } from '../../packages/testing/src/assertions.ts';
import { newProof } from '../../packages/testing/src/consents.ts';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { signProof } from '../../packages/testing/src/proofs.ts';

const DEVICE_CODE = 'urn:ietf:params:oauth:grant-type:device_code';
const CAD = { client_id: 'sandbox-cad', client_secret: 'sandbox-cad-secret' };
const APPLICATION_GRANTS = `authorization_code,refresh_token,${DEVICE_CODE}`;

let server: GatewayProcess;
let admin: PersonOverHttp;
let folder: string;
let key: TestKey;
let stranger: TestKey;
/** Everything that nobody but its owner may read. */
const secrets = new Set<string>();
const statuses: number[] = [];

const add = async (id: string, ...more: string[]) => {
  const { code, output } = await runCommand([
    ...['client', 'add', '--id', id, '--name', id, '--kind', 'responder', '--scopes', 'alerts'],
    ...['--agency', 'sandbox-county', '--data-dir', server.dataDir, ...more],
  ]);
  assert.equal(code, 0, output);
};

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-secrets-'));
  server = await startGatewayProcess({ args: ['--log-level', 'debug'] });
  [key, stranger] = [await newKey(), await newKey()];
  const file = join(folder, 'jwks.json');
  writeFileSync(file, JSON.stringify({ keys: [key.publicJwk] }));
  await add('signer', '--grants', 'client_credentials', '--jwks', file);
  const redirects = ['--redirects', 'http://127.0.0.1/callback'];
  await add('page', '--grants', APPLICATION_GRANTS, '--public', 'yes', ...redirects);
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
});
after(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function keep<T extends Record<string, unknown>>(values: T): T {
  for (const [name, value] of Object.entries(values)) {
    if (/token$|secret|password|code$|verifier|assertion$|request_uri|^dpop$/.test(name) && typeof value === 'string') {
      secrets.add(value);
    }
  }
  return values;
}

async function post(path: string, values: Record<string, string>, headers: Record<string, string> = {}) {
  const { user_code, ...rest } = values;
  keep({ ...rest, ...headers });
  const answer = await fetch(server.url + path, { method: 'POST', body: new URLSearchParams(values), headers });
  statuses.push(answer.status);
  const text = await answer.text();
  return keep(text === '' ? {} : (JSON.parse(text) as Record<string, string>));
}

async function read(authorization: string, headers: Record<string, string> = {}): Promise<void> {
  keep(headers);
  const answer = await fetch(`${server.url}/api/incidents`, { headers: { authorization, ...headers } });
  statuses.push(answer.status);
  await answer.text();
}

const proof = async (path: string, method: string, accessToken?: string, by = key) => ({
  dpop: await signProof(by, new SteadyClock(), { method, url: server.url + path, ...(accessToken && { accessToken }) }),
});
const assertion = async (by: TestKey, claims: object = {}) => ({
  client_assertion_type: JWT_BEARER,
  client_assertion: await signAssertion(by, 'signer', new SteadyClock(), { claims: { aud: server.url, ...claims } }),
});

async function machineGrants(): Promise<void> {
  const grant_type = 'client_credentials';
  await post('/oauth/token', { grant_type, ...CAD });
  await post('/oauth/token', { grant_type, client_id: 'sandbox-cad', client_secret: 'a-wrong-client-secret' });
  const basic = Buffer.from('sandbox-cad:another-wrong-secret').toString('base64');
  secrets.add(basic).add('another-wrong-secret');
  await post('/oauth/token', { grant_type }, { authorization: `Basic ${basic}` });
  const person = { username: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' };
  await post('/oauth/v2/token', { grant_type: 'password', ...CAD, ...person });
  await post('/oauth/v2/token', { grant_type: 'password', ...CAD, ...person, password: 'a-wrong-user-password' });
}

async function assertions(): Promise<void> {
  const grant_type = 'client_credentials';
  const good = await assertion(key);
  const { access_token = '' } = await post('/oauth/token', { grant_type, ...good });
  for (const bad of [
    good,
    await assertion(stranger),
    await assertion(key, { exp: 1 }),
    await assertion(key, { aud: 'https://other.test' }),
    { client_assertion_type: JWT_BEARER, client_assertion: 'no-assertion-at-all' },
    { ...(await assertion(key)), client_secret: 'beside-an-assertion' },
  ]) {
    await post('/oauth/token', { grant_type, ...bad });
  }
  await post('/oauth/introspect', { token: access_token, ...(await assertion(key)) });
  await post('/oauth/revoke', { token: access_token, ...(await assertion(key)) });
  await read(`Bearer ${access_token}`);
}

async function boundTokens(): Promise<void> {
  const form = { grant_type: 'client_credentials', ...CAD };
  const { access_token = '' } = await post('/oauth/token', form, await proof('/oauth/token', 'POST'));
  const shown = await proof('/api/incidents', 'GET', access_token);
  await read(`DPoP ${access_token}`, shown);
  await read(`DPoP ${access_token}`, shown);
  await read(`DPoP ${access_token}`, await proof('/api/incidents', 'GET', access_token, stranger));
  await read(`Bearer ${access_token}`);
  await post('/oauth/token', form, await proof('/oauth/revoke', 'POST'));
  await post('/oauth/token', form, { dpop: 'no-proof-at-all' });
  const socket = await fetch(`${server.url}/v1/incident_events/stream?token=${access_token}`);
  statuses.push(socket.status);
}

/** A code for the page, asked for by the browser or pushed first. */
async function newCode(isPushed: boolean) {
  const { codeVerifier, codeChallenge } = newProof();
  const asked = {
    client_id: 'page',
    response_type: 'code',
    redirect_uri: 'http://127.0.0.1/callback',
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
  };
  const { request_uri = '' } = isPushed ? await post('/oauth/par', asked) : {};
  const query = new URLSearchParams(isPushed ? { client_id: 'page', request_uri } : asked);
  const back = await admin.answer(new URL(`${server.url}/oauth/authorize?${query}`), ['alerts']);
  const code = back.searchParams.get('code') ?? '';
  const { redirect_uri } = asked;
  return { client_id: 'page', grant_type: 'authorization_code', code, code_verifier: codeVerifier, redirect_uri };
}

async function consents(): Promise<void> {
  for (const isPushed of [false, true]) {
    const exchange = await newCode(isPushed);
    await post('/oauth/token', { ...exchange, code_verifier: 'a-wrong-verifier'.repeat(3) });
    const first = await post('/oauth/token', exchange, isPushed ? await proof('/oauth/token', 'POST') : {});
    const again = { client_id: 'page', grant_type: 'refresh_token', refresh_token: first['refresh_token'] ?? '' };
    const second = await post('/oauth/token', again, isPushed ? await proof('/oauth/token', 'POST') : {});
    await post('/oauth/token', again);
    await post('/oauth/revoke', { client_id: 'page', token: second['refresh_token'] ?? '' });
    await post('/oauth/token', exchange);
    await read(`Bearer ${second['access_token']}`);
  }
  const asked = await post('/oauth/device_authorization', { client_id: 'page', scope: 'alerts' });
  const poll = { client_id: 'page', grant_type: DEVICE_CODE, device_code: asked['device_code'] ?? '' };
  await post('/oauth/token', poll);
  await admin.answerDevice(asked['user_code'] ?? '', ['alerts']);
  await post('/oauth/token', poll);
  await post('/oauth/token', poll);
  const active911 = { client_id: 'sandbox-responder', client_secret: 'sandbox-responder-secret' };
  const wrong = { grant_type: 'authorization_code', code: 'a-code-that-never-was', ...active911 };
  await post('/interface/open_api/token.php', wrong);
}

test('no token, code, secret, assertion or proof of any grant or refusal is in any log line of a running server', async () => {
  await machineGrants();
  await assertions();
  await boundTokens();
  await consents();
  await server.kill('SIGTERM');
  // The sandbox prints its own credentials for the reader; what the log states are the lines in JSON.
  const logged = server
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  assert.ok(logged.length >= statuses.length, `${logged.length} lines for ${statuses.length} requests`);
  assert.ok(statuses.filter((status) => status < 300).length > 15 && statuses.every((status) => status < 500));
  assert.ok(statuses.filter((status) => status >= 400).length > 20);
  const parts = [...secrets].flatMap((secret) => (/^ey.*\..*\./.test(secret) ? secret.split('.').slice(1) : [secret]));
  assert.ok(parts.length > 60);
  const text = logged.join('\n');
  for (const part of parts.filter((one) => one.length >= 8)) assert.ok(!text.includes(part), 'a secret is in the log');
});
