import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DEMO_CLIENTS } from '../../packages/gateway/src/app/seed-demo.ts';
import { SOCKETS } from '../../packages/gateway/src/dialects/routes.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/gateway/src/testing/gateway-process.ts';
import { connectStream } from '../../packages/gateway/src/testing/stream-client.ts';
import { badTokens } from './actors.ts';
import { clientToken, signIn, userToken } from './sandbox.ts';
import { openStoredRows } from './stored-rows.ts';

let server: GatewayProcess;
before(async () => {
  server = await startGatewayProcess();
});
after(() => server?.stop());

/** Those for people are asked for in live-isolation.test.ts. */
const tokenSockets = SOCKETS.flatMap(({ path, access }) => (access.kind === 'token' ? [{ path, access }] : []));

test('the table of sockets was really seen', () => {
  assert.ok(tokenSockets.length >= 1);
});

for (const { path, access } of tokenSockets) {
  const refused = (status: number, what: string, query: Record<string, string>, headers: Record<string, string> = {}) =>
    assert.rejects(connectStream(server.url, query, headers, path), new RegExp(`refused with ${status}`), what);

  test(`${path} refuses strangers, signed-in people and every bad token with 401, before the upgrade`, async (t) => {
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

  test(`${path} opens to every client with the scope ${access.scope} and refuses every other with 403`, async () => {
    const clients = DEMO_CLIENTS.filter(({ grantTypes }) => grantTypes.includes('client_credentials'));
    assert.ok(clients.length >= 7);
    for (const { id, scopes } of clients) {
      const token = await clientToken(server.url, id);
      if (!scopes.includes(access.scope)) await refused(403, id, { token });
      else (await connectStream(server.url, { token }, {}, path)).socket.terminate();
    }
    await refused(403, 'a person', { token: await userToken(server.url, 'sandbox-cad', 'sandboxAgent') });
  });

  test(`${path} refuses another agency's cursor with 400`, async () => {
    const token = await clientToken(server.url, 'harbor-events');
    await refused(400, 'after', { token, after: 'sandbox-county:0' });
  });
}
