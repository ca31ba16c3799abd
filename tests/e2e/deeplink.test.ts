import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { CookieJar, expectJson, jsonOf, send } from './http-client.ts';
import { alertBody, clientToken, deeplinkPath, openDeeplink, raise, signIn, userToken } from './sandbox.ts';
import { openStoredRows } from './stored-rows.ts';

const LOOKS = 100;
const ORIGIN = 'https://cad.example:8443';

let server: GatewayProcess;
let token: string;
let admin: CookieJar;

before(async () => {
  server = await startGatewayProcess();
  token = await userToken(server.url, 'sandbox-cad', 'sandboxAgent');
  admin = await signIn(server.url, 'sandboxAdmin');
  await raise(server.url, await clientToken(server.url, 'sandbox-alarm'), alertBody('for-deeplinks'));
});
after(() => server?.stop());

const newLink = (json: object = { query: 'tel://15555550123' }) => deeplinkPath(server.url, token, json);

async function embedIn(origins: readonly string[]): Promise<void> {
  const json = { embedding_origins: origins };
  await expectJson(server.url, 200, { method: 'PATCH', path: '/api/clients/sandbox-cad', json, jar: admin });
}

test(`${LOOKS} looks by GET and HEAD spend nothing and set no cookie; the first redeem then works`, async () => {
  const path = await newLink();
  for (let look = 0; look < LOOKS; look += 1) {
    const answer = await send(server.url, { method: look % 2 === 0 ? 'GET' : 'HEAD', path });
    assert.equal(answer.status, 200);
    assert.deepEqual(answer.headers.getSetCookie(), []);
    assert.equal(answer.headers.get('referrer-policy'), 'no-referrer');
    assert.equal(answer.headers.get('cache-control'), 'no-store');
  }
  const { deeplinkId } = await openDeeplink(server.url, path);
  assert.ok(deeplinkId.length > 0);
});

test('the first browser owns the link and reopens it; a second one is refused with 403 and gets no session', async () => {
  const path = await newLink();
  const first = await openDeeplink(server.url, path);
  const second = new CookieJar();
  for (const jar of [
    second,
    new CookieJar().set('sallyport_browser', ''),
    new CookieJar().set('sallyport_browser', 'x'),
  ]) {
    const refused = await send(server.url, { method: 'POST', path, jar });
    assert.equal(refused.status, 403, refused.text);
    assert.equal(jsonOf(refused)['code'], 'deeplink_owned');
    assert.deepEqual(refused.headers.getSetCookie(), []);
  }
  const stolen = await send(server.url, { path: '/api/session', jar: second, headers: first.headers });
  assert.equal(stolen.status, 401);
  const again = await expectJson(server.url, 200, { method: 'POST', path, jar: first.jar });
  assert.equal(again['deeplink_id'], first.deeplinkId);
});

test('of many browsers at once exactly one gets the link', async () => {
  const path = await newLink();
  const answers = await Promise.all(
    Array.from({ length: 12 }, () => send(server.url, { method: 'POST', path, jar: new CookieJar() })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  assert.deepEqual(statuses, [200, ...Array.from({ length: 11 }, () => 403)]);
});

test('a browser without a name gives itself none: an empty cookie is no owner that another empty cookie could be', async () => {
  const path = await newLink();
  const empty = { cookie: 'sallyport_browser=' };
  const first = await send(server.url, { method: 'POST', path, headers: empty });
  assert.equal(first.status, 200);
  const second = await send(server.url, { method: 'POST', path, headers: empty });
  assert.equal(second.status, 403);
});

test('a deeplink reads what its user may read, and administers nothing', async () => {
  const { jar, headers } = await openDeeplink(server.url, await newLink());
  const session = await expectJson(server.url, 200, { path: '/api/session', jar, headers });
  assert.equal(session['kind'], 'deeplink');
  assert.equal(session['may_administer'], false);
  const found = await expectJson<{ incidents: { id: string }[] }>(server.url, 200, {
    path: '/api/search?query=%2B15555550123',
    jar,
    headers,
  });
  assert.equal(found.incidents.length, 1);
  await expectJson(server.url, 200, { path: `/api/incidents/${found.incidents[0]?.id}`, jar, headers });
  await expectJson(server.url, 200, { path: '/api/map', jar, headers });
  for (const path of ['/api/users', '/api/clients', '/api/agencies']) {
    assert.equal((await send(server.url, { path, jar, headers })).status, 403, path);
  }
});

test("an administrator's own deeplink administers nothing either", async () => {
  const asAdmin = await userToken(server.url, 'sandbox-cad', 'sandboxAdmin');
  const path = await deeplinkPath(server.url, asAdmin, { query: 'tel://15555550123' });
  const { jar, headers } = await openDeeplink(server.url, path);
  assert.equal((await send(server.url, { path: '/api/users', jar, headers })).status, 403);
  assert.equal((await send(server.url, { path: '/api/users', token: asAdmin })).status, 403);
});

test('the view is the one asked for, or else the one set on the client', async () => {
  const view = async (json: object) => {
    const jar = new CookieJar();
    const { session } = await expectJson<{ session: { deeplink: { view: string } } }>(server.url, 200, {
      method: 'POST',
      path: await newLink(json),
      jar,
    });
    return session.deeplink.view;
  };
  assert.equal(await view({ query: 'tel://15555550123' }), 'full');
  assert.equal(await view({ query: 'tel://15555550123', view: 'cards' }), 'cards');
  const set = (deeplink_view: string) => ({
    method: 'PATCH',
    path: '/api/clients/sandbox-cad',
    json: { deeplink_view },
    jar: admin,
  });
  await expectJson(server.url, 200, set('cards'));
  assert.equal(await view({ query: 'tel://15555550123' }), 'cards');
  await expectJson(server.url, 200, set('full'));
});

test('without registered origins nobody frames the page, and its cookie is for this site alone', async () => {
  const path = await newLink();
  const page = await send(server.url, { path });
  assert.match(page.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
  const { jar } = await openDeeplink(server.url, path);
  const line = jar.lines.find((candidate) => candidate.startsWith('sallyport_browser=')) ?? '';
  assert.match(line, /; HttpOnly/);
  assert.match(line, /; SameSite=Lax/);
  assert.doesNotMatch(line, /Secure|Partitioned|None/);
});

test('with registered origins those alone frame the page, and its cookie works inside a frame', async () => {
  await embedIn([ORIGIN]);
  const path = await newLink();
  const { jar, deeplinkId } = await openDeeplink(server.url, path);
  for (const framed of [path, `/portal/deeplink/${deeplinkId}`]) {
    const page = await send(server.url, { path: framed });
    const policy = page.headers.get('content-security-policy') ?? '';
    assert.ok(policy.split('; ').includes(`frame-ancestors ${ORIGIN}`), policy);
    assert.equal(page.headers.get('x-frame-options'), null);
  }
  const line = jar.lines.find((candidate) => candidate.startsWith('sallyport_browser=')) ?? '';
  for (const attribute of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned']) {
    assert.ok(line.split('; ').includes(attribute), line);
  }
  const portal = await send(server.url, { path: '/portal' });
  assert.match(portal.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
  await embedIn([]);
});

test('a page of another site redeems nothing and signs nobody out, and spends nothing by trying', async () => {
  const path = await newLink();
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example' },
    { origin: 'null' },
  ] as Record<string, string>[]) {
    const refused = await send(server.url, { method: 'POST', path, headers, jar: new CookieJar() });
    assert.equal(refused.status, 403, JSON.stringify(headers));
    const out = await send(server.url, { method: 'DELETE', path: '/api/session', headers, jar: admin });
    assert.equal(out.status, 403);
  }
  await openDeeplink(server.url, path);
  await expectJson(server.url, 200, { path: '/api/session', jar: admin });
});

test('after the hour the link opens nowhere, and the session it had opened is over', async () => {
  const [opened, unopened] = [await newLink(), await newLink()];
  const { jar, headers } = await openDeeplink(server.url, opened);
  await expectJson(server.url, 200, { path: '/api/session', jar, headers });
  const rows = await openStoredRows(server, undefined, { isWriting: true });
  await rows.all('UPDATE deeplinks SET created_at = created_at - 3600001, expires_at = expires_at - 3600001');
  await rows.close();
  assert.equal((await send(server.url, { path: '/api/session', jar, headers })).status, 401);
  assert.equal((await send(server.url, { method: 'POST', path: opened, jar })).status, 410);
  assert.equal((await send(server.url, { method: 'POST', path: unopened, jar: new CookieJar() })).status, 410);
  assert.equal((await send(server.url, { path: unopened })).status, 410);
});

test('ending the sessions of a person ends the deeplinks opened as that person', async () => {
  const path = await newLink();
  const { jar, headers } = await openDeeplink(server.url, path);
  const { users } = await expectJson<{ users: { id: string; email: string }[] }>(server.url, 200, {
    path: '/api/users',
    jar: admin,
  });
  const agent = users.find(({ email }) => email === 'agent@sandbox.test');
  await expectJson(server.url, 200, { method: 'POST', path: `/api/users/${agent?.id}/end-sessions`, jar: admin });
  assert.equal((await send(server.url, { path: '/api/session', jar, headers })).status, 401);
  assert.equal((await send(server.url, { method: 'POST', path, jar })).status, 410);
});
