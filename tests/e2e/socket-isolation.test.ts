import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_CLIENTS } from '../../packages/gateway/src/app/seed-demo.ts';
import { DIALECTS } from '../../packages/gateway/src/dialects/index.ts';
import { socketsOf } from '../../packages/gateway/src/dialects/routing/dialect.ts';
import { scopeOf } from '../../packages/gateway/src/people/rights/rights.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream } from '../../packages/testing/src/stream-client.ts';
import { badTokens } from './actors.ts';
import { expectJson } from './http-client.ts';
import { NOBODY } from './route-cases.ts';
import { clientToken, signIn, userToken } from './sandbox.ts';
import { openStoredRows } from './stored-rows.ts';

let server: GatewayProcess;
before(async () => {
  server = await startGatewayProcess();
});
after(() => server?.stop());

/** Those for people are asked for in live-isolation.timed.test.ts. */
const tokenSockets = socketsOf<never>(DIALECTS).flatMap((socket) => {
  const { path, access } = socket;
  return access.kind === 'token' ? [{ path, scope: scopeOf(access.right), hasChannels: 'protocol' in socket }] : [];
});

test('the table of sockets was really seen', () => {
  assert.ok(tokenSockets.length >= 1);
});

/** What a socket cannot be opened without, besides its token. */
const ALSO_NEEDED: Readonly<Record<string, Record<string, string>>> = { '/v1': { event_types: 'alert.new' } };

for (const { path, scope, hasChannels } of tokenSockets) {
  const needed = ALSO_NEEDED[path] ?? {};
  /** Before the upgrade by its HTTP status; a socket with channels lets the client in to read why, and closes. */
  const refused = async (
    status: number,
    what: string,
    query: Record<string, string>,
    headers: Record<string, string> = {},
  ) => {
    const connecting = connectStream(server.url, { ...needed, ...query }, headers, path);
    if (!hasChannels) return assert.rejects(connecting, new RegExp(`refused with ${status}`), what);
    const { frames, closed } = await connecting;
    assert.deepEqual(await closed, { code: 4401, reason: 'unauthorized' }, what);
    assert.deepEqual(frames, [{ type: 'disconnect', reason: 'unauthorized', reconnect: false }], what);
  };

  test(`${path} refuses strangers, signed-in people and every bad token`, async (t) => {
    const rows = await openStoredRows(server, undefined);
    t.after(() => rows.close());
    await refused(401, 'nobody', {});
    await refused(401, 'Basic', {}, { authorization: 'Basic c2FuZGJveC1jYWQ6eA==' });
    const jar = await signIn(server.url, 'sandboxAdmin');
    await refused(401, 'a session', {}, { cookie: String(jar) });
    const good = await clientToken(server.url, 'sandbox-prepared-events');
    for (const [what, token] of Object.entries(await badTokens(server.url, rows, good))) {
      await refused(401, `in the query, ${what}`, { token });
      await refused(401, `in the header, ${what}`, {}, { authorization: `Bearer ${token}` });
    }
  });

  test(`${path} opens to every client with the scope ${scope} and refuses every other`, async () => {
    const clients = DEMO_CLIENTS.filter(({ grantTypes }) => grantTypes.includes('client_credentials'));
    assert.ok(clients.length >= 7);
    for (const { id, scopes } of clients) {
      const token = await clientToken(server.url, id);
      if (!scopes.includes(scope)) await refused(403, id, { token });
      else (await connectStream(server.url, { ...needed, token }, {}, path)).socket.terminate();
    }
    if (scope === 'alerts') return;
    await refused(403, 'a person', { token: await userToken(server.url, 'sandbox-cad', 'sandboxAgent') });
  });

  if (hasChannels) {
    test(`${path} rejects another agency's incident as one that exists nowhere, and goes on`, async () => {
      const equipment = await clientToken(server.url, 'sandbox-call-handling');
      const opened = { method: 'POST', path: '/api/incidents', token: equipment, json: { call: {} } };
      const { id } = await expectJson<{ id: string }>(server.url, 201, opened);
      const identifiers = [id, NOBODY.incidentId].map((each) =>
        JSON.stringify({ channel: 'PartnerEventsChannel', incident_id: each }),
      );
      for (const [agency, answers] of [
        ['harbor-events', ['reject_subscription', 'reject_subscription']],
        ['sandbox-prepared-events', ['confirm_subscription', 'reject_subscription']],
      ] as const) {
        const stream = await connectStream(server.url, { token: await clientToken(server.url, agency) }, {}, path);
        for (const identifier of identifiers) stream.socket.send(JSON.stringify({ command: 'subscribe', identifier }));
        await eventually(() => stream.frames.length === 3);
        const answered = (identifier?: string) => stream.frames.find((frame) => frame.identifier === identifier)?.type;
        assert.deepEqual(identifiers.map(answered), answers);
        stream.socket.terminate();
      }
    });
    continue;
  }

  test(`${path} refuses another agency's cursor with 400`, async () => {
    const token = await clientToken(server.url, scope === 'alerts' ? 'harbor-cad' : 'harbor-events');
    await refused(400, 'after', { token, after: 'sandbox-county:0' });
  });
}
