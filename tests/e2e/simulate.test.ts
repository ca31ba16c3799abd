import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { tokenFrom } from '../../packages/testing/src/stream-client.ts';
import { expectJson } from './http-client.ts';
import { spawnServer } from './spawned-server.ts';

interface Passed {
  readonly path: string;
  // biome-ignore lint/suspicious/noExplicitAny: as it was sent
  readonly body: any;
  readonly status: number;
}

/** Stands between a command and its server: sees every request, and refuses those it is notified to. */
async function recorder(url: string, refuses: (path: string, count: number) => boolean = () => false) {
  const passed: Passed[] = [];
  let count = 0;
  const server: Server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    const path = request.url ?? '';
    count += 1;
    if (refuses(path, count)) {
      response.writeHead(500).end('out of order');
      return;
    }
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      body: bytes,
      headers: { authorization, 'content-type': type },
    });
    if (!path.startsWith('/oauth')) passed.push({ path, body: JSON.parse(String(bytes)), status: answer.status });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, passed, close: () => server.close() };
}

/** What was sent, without the ids the server gave and the time of day. */
function content(passed: readonly Passed[]): string[] {
  return passed
    .map(({ path, body }) => `${path.replace(/[0-9a-f-]{36}/, '<id>')} ${JSON.stringify(body)}`)
    .map((text) => text.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<now>'))
    .sort();
}

const simulate = (url: string, ...args: string[]) => runCommand(['simulate', '--url', url, ...args]);
const SHORT = ['--seed', '42', '--count', '6', '--rate', '60', '--speed', '25'];

test('the same seed sends the same requests, and everything sent is in /v1/incident_events', async (t) => {
  const server = await startGatewayProcess();
  const proxies = [await recorder(server.url), await recorder(server.url)];
  t.after(async () => {
    for (const proxy of proxies) proxy.close();
    await server.stop();
  });
  const runs = await Promise.all(proxies.map(({ url }) => simulate(url, ...SHORT)));
  for (const { code, output } of runs) {
    assert.equal(code, 0, output);
    assert.match(output, /6 incidents, \d+ happenings, 0 failed/);
  }
  const [first, second] = proxies;
  assert.ok(first !== undefined && second !== undefined && first.passed.length > 60);
  assert.deepEqual(content(first.passed), content(second.passed));
  const lines = runs[0]?.output.split('\n').filter((line) => /^ *\d+ s {2}incident/.test(line)) ?? [];
  assert.equal(lines.length, first.passed.length, 'a line for every happening');

  const token = await tokenFrom(server.url, 'sandbox-prepared-events');
  const events: Record<string, unknown>[] = [];
  for (let after = 'sandbox-county:0'; ; ) {
    const page = await expectJson<{ incident_events: Record<string, unknown>[]; next_cursor: string }>(
      server.url,
      200,
      {
        path: `/v1/incident_events?after=${after}&limit=500`,
        token,
      },
    );
    if (page.next_cursor === after) break;
    events.push(...page.incident_events);
    after = page.next_cursor;
  }
  const seen = (type: string, fits: (event: Record<string, unknown>) => boolean) =>
    events.filter((event) => event['type'] === type && fits(event)).length;
  for (const { passed } of proxies) {
    for (const { path, body, status } of passed) {
      assert.ok(status === 200 || status === 201, `${path} ${status}`);
      const [change = {}] = body.changes ?? [];
      const location = body.location ?? change.location;
      if (location !== undefined) {
        const { latitude, longitude } = location;
        assert.ok(seen('caller_location', ({ lat, lng }) => lat === latitude && lng === longitude) >= 2, path);
      }
      if (change.media !== undefined) assert.ok(seen('media', ({ url }) => url === change.media.url) >= 2, path);
    }
  }
  const opened = proxies.flatMap(({ passed }) => passed).filter(({ path }) => !path.includes('/changes'));
  assert.equal(opened.length, 12);
  // Within thirty minutes the second story's active assailant is at the site of the first one's, and joins it.
  const joined = second.passed.filter(
    ({ body }) => body.variables?.event?.emergency_type === 'ACTIVE_ASSAILANT',
  ).length;
  const begun = events.filter(
    ({ type, audio_call_ended_at }) => type === 'incident_metadata' && audio_call_ended_at === null,
  );
  assert.equal(new Set(begun.map(({ id }) => id)).size, 12 - joined);
  const calls = opened.filter(({ path }) => path === '/api/incidents').length;
  assert.equal(
    seen('incident_metadata', ({ audio_call_ended_at }) => audio_call_ended_at !== null),
    calls,
  );
});

test('goes on where requests fail, and states it', async (t) => {
  const server = await startGatewayProcess();
  const proxy = await recorder(server.url, (path, count) => !path.startsWith('/oauth') && count % 5 === 0);
  t.after(async () => {
    proxy.close();
    await server.stop();
  });
  const { code, output } = await simulate(proxy.url, ...SHORT);
  assert.equal(code, 0, output);
  assert.match(output, /FAILED incident/);
  assert.match(output, /\d+ happenings, [1-9]\d* failed/);
  assert.ok(proxy.passed.length > 30);
  const nobody = await simulate('http://127.0.0.1:9', '--count', '1', '--speed', '100');
  assert.equal(nobody.code, 1);
  assert.match(nobody.output, /FAILED/);
});

test('an interrupt stops it at once, and its calls end', async (t) => {
  const server = await startGatewayProcess();
  t.after(() => server.stop());
  const command = await spawnServer(['simulate', '--url', server.url, '--rate', '600', '--seed', '1'], 'incident 3:');
  assert.equal(await command.end('SIGINT'), 0);
  assert.match(command.output(), /\d+ incidents, \d+ happenings, 0 failed/);
  const token = await tokenFrom(server.url, 'sandbox-cad');
  const { incidents } = await expectJson<{ incidents: { kind: string; status: { name: string } }[] }>(server.url, 200, {
    path: '/api/incidents',
    token,
  });
  const calls = incidents.filter(({ kind }) => kind === 'call');
  assert.ok(calls.length >= 1);
  for (const { status } of calls) assert.equal(status.name, 'ENDED');
});

test('a wrong option is refused with what to write', async () => {
  for (const [args, states] of [
    [['--rate', 'fast'], /--rate is a number from 0.1 to 600/],
    [['--seed', '1.5'], /--seed is a whole number/],
    [['--url', 'sandbox'], /--url is where the server answers/],
    [['--agency', 'x'], /--agency is not an option/],
  ] as const) {
    const { code, output } = await runInProcess(['simulate', ...args]);
    assert.equal(code, 2);
    assert.match(output, states);
  }
});
