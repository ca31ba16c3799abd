import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';
import { type GatewayProcess, runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type PersonOverHttp, signInOverHttp } from '../../packages/testing/src/person-over-http.ts';
import { send } from '../e2e/http-client.ts';
import { clientToken } from '../e2e/sandbox.ts';

/** Registered for exactly this one address, as a client without legacy marks is. */
const HOME = 'https://board.test/back?tenant=7';
const HOME_ORIGIN = 'https://board.test';

let server: GatewayProcess;
let admin: PersonOverHttp;

async function addClient(id: string, ...more: string[]): Promise<void> {
  const own = [
    '--id',
    id,
    '--name',
    id,
    '--kind',
    'responder',
    '--scopes',
    'read_agency',
    '--agency',
    'sandbox-county',
  ];
  const added = await runCommand(['client', 'add', ...own, ...more, '--data-dir', server.dataDir]);
  assert.equal(added.code, 0, added.output);
}

before(async () => {
  server = await startGatewayProcess();
  await addClient('board', '--grants', 'authorization_code,refresh_token', '--public', 'yes', '--redirects', HOME);
  admin = await signInOverHttp(server.url, 'admin@sandbox.test', 'sandbox-admin-pass-911');
});
after(() => server?.stop());

const newVerifier = () => randomBytes(32).toString('base64url');
const challengeOf = (verifier: string) => createHash('sha256').update(verifier).digest('base64url');

function asking(changed: Record<string, string | undefined> = {}): string {
  const asked = {
    client_id: 'board',
    redirect_uri: HOME,
    response_type: 'code',
    state: 's-1',
    code_challenge: challengeOf(newVerifier()),
    code_challenge_method: 'S256',
    ...changed,
  };
  const given = Object.entries(asked).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `/oauth/authorize?${new URLSearchParams(given)}`;
}

async function codeFor(verifier: string, changed: Record<string, string> = {}): Promise<URL> {
  const url = new URL(asking({ code_challenge: challengeOf(verifier), ...changed }), server.url);
  return admin.answer(url, ['read_agency']);
}

const exchange = (form: Record<string, string>) =>
  send(server.url, {
    method: 'POST',
    path: '/oauth/token',
    form: { grant_type: 'authorization_code', client_id: 'board', redirect_uri: HOME, ...form },
  });

for (const uri of [
  'https://board.test/back',
  'https://board.test/back?tenant=8',
  'https://board.test/back?tenant=7&next=https://evil.test',
  'https://board.test/back?tenant=7#x',
  'https://board.test/back/?tenant=7',
  'https://board.test/./back?tenant=7',
  'https://board.test/x/../back?tenant=7',
  'https://board.test/%62ack?tenant=7',
  'https://board.test:8443/back?tenant=7',
  'https://BOARD.test/back?tenant=7',
  'https://board.test./back?tenant=7',
  'https://board.test@evil.test/back?tenant=7',
  'https://evil.test/board.test/back?tenant=7',
  'https://board.test.evil.test/back?tenant=7',
  'https://evil.test\\@board.test/back?tenant=7',
  'https:board.test/back?tenant=7',
  '//board.test/back?tenant=7',
  'http://board.test/back?tenant=7',
  'board:/back',
  'javascript:location="https://evil.test"',
  'data:text/html,<script>1</script>',
  `${HOME}\r\nset-cookie: a=b`,
  ` ${HOME}`,
  `${HOME}\0`,
]) {
  test(`[RFC 9700 2.1] nobody is sent to ${JSON.stringify(uri)}, which is not the registered address`, async () => {
    const answer = await send(server.url, { path: asking({ redirect_uri: uri }) });
    assert.equal(answer.status, 400);
    assert.equal(answer.headers.get('location'), null);
    assert.ok(!answer.text.includes('evil.test'), 'nor is it shown');
  });
}

test('[RFC 9700 2.1.1] a code is good once, for its own client, its own address and its own verifier', async () => {
  await addClient('other', '--grants', 'authorization_code', '--public', 'yes', '--redirects', HOME);
  const verifier = newVerifier();
  const code = (await codeFor(verifier)).searchParams.get('code') ?? '';
  const refusals = [
    { code, code_verifier: verifier, client_id: 'other' },
    { code, code_verifier: newVerifier() },
    { code, code_verifier: '' },
    { code },
    { code, code_verifier: verifier, redirect_uri: HOME_ORIGIN },
    { code: `${code}x`, code_verifier: verifier },
  ];
  for (const form of refusals) assert.equal((await exchange(form)).status, 400, JSON.stringify(Object.keys(form)));
  assert.equal((await exchange({ code, code_verifier: verifier })).status, 200);
  assert.equal((await exchange({ code, code_verifier: verifier })).status, 400);
});

test('[RFC 9700 2.1.2] no token is given in an address', async () => {
  for (const response_type of ['token', 'code token', 'id_token token', 'none']) {
    const answer = await send(server.url, { path: asking({ response_type }) });
    const location = new URL(answer.headers.get('location') ?? '');
    assert.equal(location.origin, HOME_ORIGIN);
    assert.deepEqual([location.hash, location.searchParams.get('access_token')], ['', null]);
    assert.equal(location.searchParams.get('error'), 'unsupported_response_type');
  }
});

test('[RFC 9700 2.4] a client that is not marked for it gets nothing for a password', async () => {
  const form = {
    grant_type: 'password',
    client_id: 'sandbox-alarm',
    client_secret: 'sandbox-alarm-secret',
    username: 'agent@sandbox.test',
    password: 'sandbox-agent-pass-911',
  };
  for (const path of ['/oauth/token', '/oauth/v2/token']) {
    const answer = await send(server.url, { method: 'POST', path, form });
    assert.deepEqual([answer.status, JSON.parse(answer.text).error], [400, 'unauthorized_client']);
  }
});

test('[RFC 9700 2.6] no page of another site reads what the authorization path answers', async () => {
  const answer = await send(server.url, { path: asking(), headers: { origin: 'https://evil.test' } });
  assert.equal(answer.headers.get('access-control-allow-origin'), null);
  assert.equal(answer.status, 303);
});

test('[RFC 9700 4.2.4] where a person signs in and consents, no referrer leaves and nothing of other sites loads', async () => {
  const consent = new URL((await send(server.url, { path: asking() })).headers.get('location') ?? '');
  for (const path of [consent.pathname, '/portal', asking({ client_id: 'nobody' })]) {
    const { headers } = await send(server.url, { path });
    assert.equal(headers.get('referrer-policy'), 'no-referrer', path);
    assert.match(headers.get('content-security-policy') ?? '', /default-src '(self|none)'/, path);
  }
});

test('[RFC 9700 4.3.1] the address with a code is kept by no cache, and the code is of no use from a history', async () => {
  const verifier = newVerifier();
  const answer = await send(server.url, { path: asking() });
  assert.equal(answer.headers.get('cache-control'), 'no-store');
  const code = (await codeFor(verifier)).searchParams.get('code') ?? '';
  assert.equal((await exchange({ code, code_verifier: verifier })).status, 200);
  assert.equal(JSON.parse((await exchange({ code, code_verifier: verifier })).text).error, 'invalid_grant');
});

test('[RFC 9700 4.4.2.1] every answer states which server it is from', async () => {
  const yes = await codeFor(newVerifier());
  const no = new URL((await send(server.url, { path: asking({ scope: 'everything' }) })).headers.get('location') ?? '');
  for (const answer of [yes, no]) {
    assert.deepEqual([answer.searchParams.get('iss'), answer.searchParams.get('state')], [server.url, 's-1']);
    assert.equal(answer.searchParams.get('tenant'), '7', 'what was registered stays');
  }
});

test('[RFC 9700 4.7.1] state comes back as it was, whatever is in it', async () => {
  for (const state of ['a&code=evil&x=%26', 'ü ☎ +', '"><script>', 'x'.repeat(512)]) {
    const back = await codeFor(newVerifier(), { state });
    assert.deepEqual(back.searchParams.getAll('state'), [state]);
    assert.equal(back.searchParams.getAll('code').length, 1);
  }
});

test('[RFC 9700 4.8.2] PKCE cannot be left out on the way', async () => {
  for (const changed of [
    { code_challenge: undefined },
    { code_challenge_method: 'plain' },
    { code_challenge_method: undefined },
    { code_challenge: '' },
  ]) {
    const { headers } = await send(server.url, { path: asking(changed) });
    assert.equal(new URL(headers.get('location') ?? '').searchParams.get('error'), 'invalid_request');
  }
});

test('[RFC 9700 4.10.2] a token is good where its scope states and nowhere else', async () => {
  const token = await clientToken(server.url, 'sandbox-prepared-cad');
  for (const path of ['/v1/incident_events', '/v1/alerts', '/interface/open_api/api']) {
    assert.equal((await send(server.url, { path, token })).status, 403, path);
  }
});

test('[RFC 9700 4.11] no page of this server sends anybody elsewhere on the word of a link', async () => {
  const evil = encodeURIComponent('https://evil.test/');
  for (const path of [
    `/oauth/authorize?redirect_uri=${evil}`,
    `/oauth/authorize?client_id=board&redirect_uri=${evil}&response_type=token`,
    `/interface/open_api/authorize_agency.php?client_id=sandbox-responder&redirection_uri=${evil}&response_type=code`,
    `/portal?next=${evil}&return_to=${evil}`,
    '//evil.test/portal',
    '/portal//evil.test',
    `/d/${evil}`,
  ]) {
    const { headers } = await send(server.url, { path });
    const location = headers.get('location');
    assert.ok(location === null || new URL(location, server.url).origin === server.url, `${path} leads to ${location}`);
  }
  // An address of a request object is never asked: the client learns of it where it registered.
  const asked = await send(server.url, { path: `/oauth/authorize?client_id=board&request_uri=${evil}` });
  assert.ok(asked.headers.get('location')?.startsWith(`${HOME}&error=request_uri_not_supported&`));
});

test('[RFC 9700 4.12] a redirect never makes a browser send its form again', async () => {
  assert.equal((await send(server.url, { path: asking() })).status, 303);
  assert.equal((await send(server.url, { path: asking({ scope: 'everything' }) })).status, 303);
});

test('[RFC 9700 4.13] a stranger who sends the headers of a proxy is not believed', async () => {
  const headers = {
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'https',
    'x-forwarded-for': '203.0.113.7',
    forwarded: 'host=evil.test',
  };
  const { headers: answered } = await send(server.url, { path: asking(), headers });
  assert.equal(new URL(answered.get('location') ?? '').origin, server.url);
  const metadata = await send(server.url, { path: '/.well-known/oauth-authorization-server', headers });
  assert.equal(JSON.parse(metadata.text).issuer, server.url);
});

test("[RFC 9700 4.15] no client has an id that could be a user's", async () => {
  const id = '0190c2d8-1111-7222-8333-444455556666';
  const own = ['--id', id, '--name', 'Nobody', '--kind', 'responder', '--scopes', 'read_agency'];
  const refused = await runCommand(['client', 'add', ...own, '--data-dir', server.dataDir]);
  assert.notEqual(refused.code, 0);
  assert.match(refused.output, /may not look like the id of a user/);
});

test('[RFC 9700 4.16] nothing on the way to a consent is shown in a frame', async () => {
  const consent = new URL((await send(server.url, { path: asking() })).headers.get('location') ?? '');
  for (const path of [consent.pathname, '/portal', asking({ client_id: 'nobody' }), '/portal/device']) {
    const { headers } = await send(server.url, { path });
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path);
  }
});
