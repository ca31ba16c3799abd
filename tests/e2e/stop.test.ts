import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { testPostgres } from '../../packages/testing/src/postgres.ts';
import { startRoundRobin } from './round-robin.ts';
import { clientToken } from './sandbox.ts';
import { isFree, startedByNpm } from './started-by-npm.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const AT_ONCE = 6;

/** A connection to the server on which something was sent, and all that came back. */
async function open(
  url: string,
  sent: string,
): Promise<{ socket: Socket; received: () => string; closed: Promise<unknown> }> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  socket.on('error', () => {});
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    received += text;
  });
  await once(socket, 'connect');
  socket.write(sent);
  return { socket, received: () => received, closed: once(socket, 'close') };
}

const GET = 'GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';

/** The same agent asks again and again; what is not a 200 at the first try is counted. */
function keepAsking(
  url: string,
  agent: http.Agent,
  isEnough: () => boolean,
): Promise<{ asked: number; failed: string[] }> {
  const failed: string[] = [];
  let asked = 0;
  const ask = () =>
    new Promise<void>((resolve) => {
      const request = http.get(`${url}/oauth/jwks.json`, { agent }, (answer) => {
        answer.resume().once('end', () => {
          if (answer.statusCode !== 200) failed.push(String(answer.statusCode));
          resolve();
        });
        answer.once('error', resolve);
      });
      request.once('error', (err) => {
        failed.push(`${(err as NodeJS.ErrnoException).code} ${err.message}`);
        resolve();
      });
      asked += 1;
    });
  const worker = async () => {
    while (!isEnough()) await ask();
  };
  return Promise.all(Array.from({ length: AT_ONCE }, worker)).then(() => ({ asked, failed }));
}

describe('SIGTERM', () => {
  test('is not held by connections that wait, have sent half a request, or half a body', async () => {
    const server = await startGatewayProcess();
    const waiting = await open(server.url, GET);
    await eventually(() => waiting.received().includes('"ready"'));
    const others = [
      await open(server.url, ''),
      await open(server.url, 'GET /readyz HTTP/1.1\r\nHo'),
      await open(
        server.url,
        'POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
      ),
    ];
    const ended = server.kill('SIGTERM');
    await Promise.all([waiting, ...others].map(({ closed }) => closed));
    await ended;
    assert.doesNotMatch(server.output(), /"level":"(error|fatal)"/);
    await server.stop();
  });

  test('is followed by draining: /readyz states it, answers close their connection, and no socket is opened', async () => {
    const server = await startGatewayProcess({ args: ['--drain-seconds', '30'] });
    const token = await clientToken(server.url, 'sandbox-prepared-events');
    const path = `/v1/incident_events/stream?token=${token}`;
    const stream = new WebSocket(`${server.url.replace('http', 'ws')}${path}`);
    await once(stream, 'open');
    const closed = once(stream, 'close');
    // A request that is being sent keeps the server from being quiet.
    const body = 'grant_type=client_credentials&client_id=sandbox-alarm&client_secret=sandbox-alarm-secret';
    const head = `POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`;
    const slow = await open(server.url, head);
    let sent = 0;
    const trickle = setInterval(() => {
      // The last byte comes when the rest was looked at.
      if (sent < body.length - 1) slow.socket.write(body[sent++] ?? '');
    }, 50);
    const ended = server.kill('SIGTERM');
    let ready = await fetch(`${server.url}/readyz`);
    await eventually(async () => {
      ready = await fetch(`${server.url}/readyz`);
      return ready.status === 503;
    });
    assert.equal(((await ready.json()) as { status: string }).status, 'draining');
    assert.equal(ready.headers.get('connection'), 'close');
    assert.ok(ready.headers.get('retry-after'));
    const refused = new WebSocket(`${server.url.replace('http', 'ws')}${path}`);
    const [, answer] = (await once(refused, 'unexpected-response')) as [unknown, http.IncomingMessage];
    assert.equal(answer.statusCode, 503);
    assert.ok(answer.headers['retry-after']);
    assert.equal(answer.headers['content-type']?.startsWith('application/'), true);
    answer.resume();
    const served = await fetch(`${server.url}/oauth/jwks.json`);
    assert.equal(served.status, 200);
    assert.equal(served.headers.get('connection'), 'close');
    clearInterval(trickle);
    slow.socket.write(body.slice(sent));
    await slow.closed;
    assert.match(slow.received(), /^HTTP\/1\.1 200 /);
    assert.match(slow.received(), /\r\nconnection: close\r\n/i);
    const [code] = (await closed) as [number];
    assert.equal(code, 1012);
    await ended;
    await server.stop();
  });

  test('ends the server at its deadline, whatever is still being sent', async () => {
    const server = await startGatewayProcess({ args: ['--drain-seconds', '0', '--shutdown-seconds', '2'] });
    const slow = await open(
      server.url,
      'POST /oauth/token HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{',
    );
    const trickle = setInterval(() => slow.socket.write(' '), 50);
    await server.kill('SIGTERM');
    await slow.closed;
    clearInterval(trickle);
    assert.match(server.output(), /were cut off/);
    await server.stop();
  });

  test('to two servers in turn behind a plain round-robin proxy loses no request, whether connections are kept or not', async () => {
    const postgres = await testPostgres();
    const databaseUrl = await postgres.newMigratedDatabase();
    const ports = [await freePort(), await freePort()] as const;
    const proxy = await startRoundRobin(ports);
    // Two clients that wait for nothing ask more often than one address may.
    const env = { SALLYPORT_LIMIT_READS_PER_MINUTE: '6000000' };
    const start = (index: 0 | 1) => startGatewayProcess({ databaseUrl, port: ports[index], publicUrl: proxy.url, env });
    const servers: GatewayProcess[] = [await start(0), await start(1)];
    let isEnough = false;
    const agents = [new http.Agent({ keepAlive: true }), new http.Agent({ keepAlive: false })];
    const asking = agents.map((agent) => keepAsking(proxy.url, agent, () => isEnough));
    for (const index of [0, 1] as const) {
      await servers[index]?.stop();
      servers[index] = await start(index);
    }
    isEnough = true;
    for (const { asked, failed } of await Promise.all(asking)) {
      assert.deepEqual(failed, []);
      assert.ok(asked > 100, `${asked} requests`);
    }
    for (const agent of agents) agent.destroy();
    for (const server of servers) await server.stop();
    await proxy.stop();
    await postgres.stop();
  });
});

describe('what starts the server ends it', () => {
  const folders: string[] = [];
  const started: ChildProcess[] = [];
  after(() => {
    for (const child of started) child.kill('SIGKILL');
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  async function startWith(command: 'npm' | 'npx', args: readonly string[]) {
    const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-stop-'));
    folders.push(dataDir);
    const { child, port } = await startedByNpm(command, args, { cwd: root, dataDir });
    started.push(child);
    return { child, port };
  }

  for (const [what, signals, command, args] of [
    ['npm start', ['SIGTERM', 'SIGINT', 'SIGKILL'], 'npm', ['start']],
    ['npx sallyport', ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'], 'npx', ['sallyport', 'serve', '--demo']],
  ] as const) {
    for (const signal of signals) {
      test(`${signal} to ${what} leaves no server and the port that it was given free`, async () => {
        const { child, port } = await startWith(command, args);
        const gone = once(child, 'exit');
        child.kill(signal);
        await gone;
        await eventually(() => isFree(port));
      });
    }
  }
});
