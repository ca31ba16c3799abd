import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { tokenFrom } from '../../packages/testing/src/stream-client.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

test('the log names its levels and, where asked, has a line a request with client and agency, and no secret', async (t) => {
  const server = await startGatewayProcess({ args: ['--log-requests'] });
  t.after(() => server.stop());
  const token = await tokenFrom(server.url, 'sandbox-prepared-events');
  const asked = await fetch(`${server.url}/v1/incident_events?limit=1&canary=in-the-query`, {
    headers: { authorization: `Bearer ${token}`, traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` },
  });
  await asked.text();
  const refused = await fetch(`${server.url}/v1/incident_events/00000000-0000-7000-8000-000000000000`, {
    headers: { authorization: `Bearer ${token}` },
  });
  await refused.text();
  interface Line {
    level: unknown;
    msg: string;
    requestId?: string;
    route?: string;
    status?: number;
    clientId?: string;
    agencyId?: string;
    milliseconds?: number;
    trace_id?: string;
  }
  const lines = () =>
    server
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .map((line) => JSON.parse(line) as Line);
  const answered = (id: string | null) => lines().find((line) => line.msg === 'answered' && line.requestId === id);
  const id = asked.headers.get('x-request-id');
  await eventually(() => answered(id) !== undefined);
  const { route, status, clientId, agencyId, milliseconds, trace_id } = answered(id) ?? {};
  assert.deepEqual(
    { route, status, clientId, agencyId, trace_id },
    {
      route: '/v1/incident_events',
      status: asked.status,
      clientId: 'sandbox-prepared-events',
      agencyId: 'sandbox-county',
      trace_id: TRACE_ID,
    },
  );
  assert.ok(milliseconds !== undefined);
  for (const { level } of lines()) assert.match(String(level), /^(debug|info|warn|error)$/);
  await eventually(() => lines().some((line) => line.msg === 'refused' && line.clientId === clientId));
  const askForToken = async (given: Record<string, string>, headers: Record<string, string> = {}) => {
    const body = new URLSearchParams({ grant_type: 'client_credentials', ...given });
    const answer = await fetch(`${server.url}/oauth/token`, { method: 'POST', body, headers });
    await answer.text();
    return answer.headers.get('x-request-id');
  };
  const refusedToken = (client_id: string) => askForToken({ client_id, client_secret: 'mistyped-secret' });
  const byBasic = (client: string) => ({ authorization: `Basic ${Buffer.from(client).toString('base64')}` });
  const refusedLine = async (requestId: string | null) => {
    const find = () => lines().find((line) => line.msg === 'refused' && line.requestId === requestId);
    await eventually(() => find() !== undefined);
    return find();
  };
  const ofClient = await refusedLine(await refusedToken('sandbox-cad'));
  assert.equal(ofClient?.clientId, 'sandbox-cad', 'a token that is refused is found by its client');
  const basic = await askForToken({}, byBasic('sandbox-cad:mistyped-secret'));
  assert.equal((await refusedLine(basic))?.clientId, 'sandbox-cad', 'also by Basic');
  await eventually(() => answered(basic)?.clientId === 'sandbox-cad');
  const audit = await runCommand(['audit', 'export', '--data-dir', server.dataDir]);
  const record = audit.output
    .split('\n')
    .find((line) => line.includes('request.refused') && line.includes(basic ?? ''));
  assert.match(record ?? '', /"claimed_client":"sandbox-cad"/);
  const given = await askForToken({}, byBasic('sandbox-cad:sandbox-cad-secret'));
  await eventually(() => answered(given)?.clientId === 'sandbox-cad');
  const ofNobody = await refusedLine(await refusedToken('a-secret-in-the-wrong-field'));
  assert.equal(ofNobody?.clientId, undefined);
  for (const secret of [
    'mistyped-secret',
    'a-secret-in-the-wrong-field',
    token,
    'sandbox-prepared-events-secret',
    'in-the-query',
  ]) {
    assert.ok(!JSON.stringify(lines()).includes(secret), secret);
  }
});
