import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DIALECTS } from '../../packages/gateway/src/dialects/index.ts';
import { socketsOf } from '../../packages/gateway/src/dialects/routing/dialect.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream, type StreamClient } from '../../packages/testing/src/stream-client.ts';
import { badTokens } from './actors.ts';
import { type CookieJar, expectJson, send } from './http-client.ts';
import { alertBody, clientToken, deeplinkPath, openDeeplink, raise, signIn, userToken } from './sandbox.ts';
import { openStoredRows } from './stored-rows.ts';

let server: GatewayProcess;
before(async () => {
  server = await startGatewayProcess();
});
after(() => server?.stop());

const personSockets = socketsOf<never>(DIALECTS).filter(({ access }) => access.kind === 'person');
const cookie = (jar: CookieJar) => ({ cookie: String(jar) });

test('the table of sockets was really seen', () => {
  assert.ok(personSockets.length >= 1);
});

for (const { path } of personSockets) {
  const open = (query: Record<string, string>, headers: Record<string, string> = {}) =>
    connectStream(server.url, query, headers, path);
  const refused = (status: number, what: string, query: Record<string, string>, headers: Record<string, string> = {}) =>
    assert.rejects(open(query, headers), new RegExp(`refused with ${status}`), what);
  const sendAlert = async (phone: string, callflow = 'sandbox') =>
    raise(server.url, await clientToken(server.url, 'sandbox-alarm'), alertBody(null, { phone, callflow })).then((id) =>
      id.replace('alert-', ''),
    );
  const incidentsOf = ({ frames }: StreamClient) =>
    new Set(frames.filter(({ type }) => type === 'event').map(({ incident_id }) => incident_id));

  test(`${path} refuses strangers and every bad token with 401, programs with 403, before the upgrade`, async (t) => {
    const rows = await openStoredRows(server, undefined);
    t.after(() => rows.close());
    await refused(401, 'nobody', {});
    await refused(401, 'an unknown session', {}, { cookie: `sallyport_session=${'x'.repeat(43)}` });
    await refused(401, "a deeplink's id alone", { deeplink: '01a1fd00-0000-7000-8000-000000000002' });
    const good = await userToken(server.url, 'sandbox-cad', 'sandboxAgent');
    for (const token of [good, await clientToken(server.url, 'sandbox-cad')]) {
      await refused(403, 'a program', { token });
      await refused(403, 'a program', {}, { authorization: `Bearer ${token}` });
    }
    for (const [what, token] of Object.entries(await badTokens(server.url, rows, good))) {
      await refused(401, what, { token });
    }
  });

  test(`${path} refuses a page of another origin, the operator, another agency's cursor`, async () => {
    const jar = await signIn(server.url, 'sandboxAgent');
    await refused(403, 'a foreign page', {}, { ...cookie(jar), origin: 'https://elsewhere.test' });
    await refused(403, 'a sandboxed frame', {}, { ...cookie(jar), origin: 'null' });
    await refused(400, 'after', { after: 'harbor-city:0' }, cookie(jar));
    await refused(400, 'after', { after: 'tomorrow' }, cookie(jar));
    await refused(403, 'the operator', {}, cookie(await signIn(server.url, 'operator')));
    (await open({}, { ...cookie(jar), origin: server.url })).socket.terminate();
  });

  test(`${path} notifies each agency's people of their own incidents alone`, async () => {
    const county = await open({}, cookie(await signIn(server.url, 'sandboxAgent')));
    const harbor = await open({}, cookie(await signIn(server.url, 'harborAgent')));
    const ours = await sendAlert('+15555550131');
    const theirs = await sendAlert('+15555550131', 'harbor');
    await eventually(() => incidentsOf(county).size > 0 && incidentsOf(harbor).size > 0);
    assert.deepEqual([...incidentsOf(county)], [ours]);
    assert.deepEqual([...incidentsOf(harbor)], [theirs]);
    for (const { socket } of [county, harbor]) socket.terminate();
  });

  test(`${path} notifies a deeplink's page of what its query finds, found before or later, and of nothing else`, async () => {
    const token = await userToken(server.url, 'sandbox-cad', 'sandboxAgent');
    const early = await sendAlert('+15555550132');
    const start = { after: 'sandbox-county:0' };
    const { jar, deeplinkId } = await openDeeplink(
      server.url,
      await deeplinkPath(server.url, token, { query: '+15555550132' }),
    );
    const caller = await open({ ...start, deeplink: deeplinkId }, cookie(jar));
    const other = await openDeeplink(server.url, await deeplinkPath(server.url, token, { query: `alert-${early}` }));
    const alert = await open({ ...start, deeplink: other.deeplinkId }, cookie(other.jar));
    await sendAlert('+15555550133');
    const late = await sendAlert('+15555550132');
    await eventually(() => incidentsOf(caller).has(late));
    assert.deepEqual(incidentsOf(caller), new Set([early, late]));
    assert.deepEqual(incidentsOf(alert), new Set([early]));
    await refused(401, "another browser's deeplink", { deeplink: deeplinkId }, cookie(other.jar));
    for (const { socket } of [caller, alert]) socket.terminate();
  });

  test(`${path} is closed with 4401 within a second of sign-out, of ended sessions and of a disabled user`, async () => {
    const admin = await signIn(server.url, 'sandboxAdmin');
    const { users } = await expectJson<{ users: { id: string; email: string }[] }>(server.url, 200, {
      path: '/api/users',
      jar: admin,
    });
    const { id } = users.find(({ email }) => email === 'agent@sandbox.test') ?? { id: '' };
    const asAdmin = (status: number, method: string, suffix: string, json?: object) =>
      expectJson(server.url, status, { method, path: `/api/users/${id}${suffix}`, jar: admin, ...(json && { json }) });
    const endings: Record<string, (jar: CookieJar) => Promise<unknown>> = {
      'sign-out': (jar) => send(server.url, { method: 'DELETE', path: '/api/session', jar }),
      'ended sessions': () => asAdmin(200, 'POST', '/end-sessions'),
      'a disabled user': () => asAdmin(200, 'PATCH', '', { is_disabled: true }),
    };
    const kept = await open({}, cookie(admin));
    for (const [what, end] of Object.entries(endings)) {
      const jar = await signIn(server.url, 'sandboxAgent');
      const stream = await open({}, cookie(jar));
      await end(jar);
      const endedAt = performance.now();
      const { code, reason } = await stream.closed;
      assert.ok(performance.now() - endedAt < 1_000, what);
      assert.deepEqual({ code, reason }, { code: 4401, reason: 'invalid_token' }, what);
      assert.deepEqual(stream.frames.at(-1).type, 'warning');
    }
    assert.equal(kept.socket.readyState, kept.socket.OPEN, "another person's socket stays");
    kept.socket.terminate();
  });
}
