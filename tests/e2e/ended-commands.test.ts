import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../packages/gateway/bin/sallyport.js', import.meta.url));
/** Far beyond the test's own end: what ends sooner was ended. */
const FOR_EVER = ['--timeout', '3600'];
const ALARM = ['--callflow', 'x', '--name', 'Jordan Rivera', '--phone', '+15555550123', '--at', '40.7484,-73.9857,25'];
const DEVICE = {
  device_code: 'the-device-code',
  user_code: 'ABCD-EFGH',
  verification_uri: 'http://server.test/device',
  expires_in: 600,
  interval: 1,
};

interface Server {
  readonly url: string;
  /** Resolves once something was asked whose path begins so. */
  asked(path: string): Promise<void>;
}

/** Gives tokens where it `givesTokens`, begins a device's sign-in that nobody ends, and answers nothing else. */
async function hangingServer(t: TestContext, { givesTokens }: { givesTokens: boolean }): Promise<Server> {
  const paths: string[] = [];
  let arrived = () => {};
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    paths.push(req.url ?? '');
    arrived();
    res.setHeader('content-type', 'application/json');
    if (req.url?.startsWith('/oauth/device') === true) res.end(JSON.stringify(DEVICE));
    else if (body.includes('device_code')) res.writeHead(400).end('{"error":"authorization_pending"}');
    else if (req.url?.startsWith('/oauth/token') === true && givesTokens)
      res.end('{"access_token":"a","expires_in":3600}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async asked(path) {
      while (!paths.some((one) => one.startsWith(path))) {
        await new Promise<void>((resolve) => {
          arrived = resolve;
        });
      }
    },
  };
}

/** A folder with one profile of a client of that server. */
function profileFor(t: TestContext, server: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-ended-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, 'sallyport'));
  const client = { clientId: 'a', clientSecret: 'the-secret-of-a', scope: null, username: null, session: null };
  writeFileSync(
    join(folder, 'sallyport', 'default.profile.json'),
    JSON.stringify({ server, signIn: 'client', ...client }),
    { mode: 0o600 },
  );
  return folder;
}

function start(t: TestContext, args: readonly string[], folder: string) {
  const env = { ...process.env, XDG_CONFIG_HOME: folder, SALLYPORT_CLIENT_SECRET: 'the-secret-of-a' };
  const child = spawn(process.execPath, [BIN, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  t.after(() => child.kill('SIGKILL'));
  let printed = '';
  let more = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      more();
    });
  }
  const closed = once(child, 'close') as Promise<[number | null, string | null]>;
  return {
    child,
    closed,
    output: () => printed,
    async prints(words: RegExp): Promise<RegExpExecArray> {
      for (;;) {
        const found = words.exec(printed);
        if (found !== null) return found;
        const ended = closed.then(() => assert.fail(`it ended: ${printed}`));
        await Promise.race([ended, new Promise<void>((resolve) => (more = resolve))]);
      }
    },
  };
}

interface Ended {
  readonly args: readonly string[];
  readonly givesTokens: boolean;
  /** What is waited for in vain when the signal comes. */
  readonly at: string;
  readonly ends: Readonly<Record<'SIGINT' | 'SIGTERM', number | string>>;
}

const BY_ITSELF = { SIGINT: 0, SIGTERM: 0 };
const BY_THE_SIGNAL = { SIGINT: 'SIGINT', SIGTERM: 'SIGTERM' };
const EACH: Readonly<Record<string, Ended>> = {
  'tail without a token': { args: ['tail'], givesTokens: false, at: '/oauth/token', ends: BY_ITSELF },
  'tail of incidents without a start': {
    args: ['tail', 'incidents'],
    givesTokens: true,
    at: '/v1/incident_events',
    ends: BY_ITSELF,
  },
  'rehearse --every': {
    args: ['rehearse', ...ALARM, '--every', '60'],
    givesTokens: true,
    at: '/v1/rem/rehearse',
    ends: BY_ITSELF,
  },
  token: { args: ['token'], givesTokens: false, at: '/oauth/token', ends: BY_THE_SIGNAL },
};

for (const [name, { args, givesTokens, at, ends }] of Object.entries(EACH)) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    test(`${name} ends by ${signal}, whatever it waits for`, async (t) => {
      const server = await hangingServer(t, { givesTokens });
      const command = start(t, [...args, ...FOR_EVER], profileFor(t, server.url));
      await server.asked(at);
      command.child.kill(signal);
      const [code, by] = await command.closed;
      assert.equal(code ?? by, ends[signal], command.output());
    });
  }
}

test('a sign-in on another device ends by Ctrl+C, and leaves no profile', async (t) => {
  const server = await hangingServer(t, { givesTokens: false });
  const folder = profileFor(t, server.url);
  const args = ['login', server.url, '--with', 'device', '--client-id', 'a', '--profile', 'other'];
  const command = start(t, [...args, ...FOR_EVER], folder);
  await command.prints(/ABCD-EFGH/);
  command.child.kill('SIGINT');
  const [code, by] = await command.closed;
  assert.equal(code ?? by, 'SIGINT');
  assert.deepEqual(readdirSync(join(folder, 'sallyport')), ['default.profile.json']);
});

test('webhook listen outlives a sender that leaves in the middle, and ends by Ctrl+C while another one sends', async (t) => {
  const command = start(t, ['webhook', 'listen', '--port', '0'], profileFor(t, 'http://server.test'));
  const [, port = ''] = await command.prints(/127\.0\.0\.1:(\d+)/);
  const half = 'POST /half HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf';
  const leaving = connect(Number(port), '127.0.0.1').on('error', () => {});
  leaving.write(half, () => leaving.resetAndDestroy());
  await once(leaving, 'close');
  const answer = await fetch(`http://127.0.0.1:${port}/whole`, { method: 'POST', body: '{}' });
  assert.equal(answer.status, 200);
  await command.prints(/POST \/whole/);
  const staying = connect(Number(port), '127.0.0.1').on('error', () => {});
  await new Promise<void>((resolve) => staying.write(half, () => resolve()));
  command.child.kill('SIGINT');
  const [code, by] = await command.closed;
  staying.destroy();
  assert.equal(code ?? by, 0, command.output());
});
