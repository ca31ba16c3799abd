import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { after, before, describe, test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { runInProcess } from '../../packages/testing/src/command-line.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream } from '../../packages/testing/src/stream-client.ts';
import { CookieJar, expectJson, send } from '../e2e/http-client.ts';
import { PHOTO } from '../e2e/media-cases.ts';
import { clientToken, PEOPLE } from '../e2e/sandbox.ts';
import type { ReverseProxy } from './proxy.ts';

const LIMIT_BYTES = 25 * 2 ** 20;
/** Loopback has a whole network of addresses: this one is no proxy's. */
const CLIENT = '127.0.0.9';
const PROXY = '127.0.0.1';
const FORGED = '203.0.113.7';
const PIECE = Buffer.alloc(64 * 2 ** 10, 7);
const SECRET = 'a-token-that-no-log-may-have';

/** A picture of exactly so many bytes: the end of a PNG may be followed by anything. */
const photoOf = (bytes: number) => new Uint8Array(Buffer.concat([PHOTO, Buffer.alloc(bytes - PHOTO.length, 7)]));

/** What a proxy in front of a server must do, with the configuration of `deploy`. */
export const proxyCases = (name: string, startProxy: (upstreamPort: number) => Promise<ReverseProxy>) =>
  describe(`${name} in front of a server`, () => {
    let proxy: ReverseProxy;
    let server: GatewayProcess;
    let token: string;
    let early: Promise<number>;
    before(async () => {
      const port = await freePort();
      proxy = await startProxy(port);
      // Nothing answers behind the proxy yet, which it may log.
      early = send(proxy.url, { path: `/v1/incident_events/stream?token=${SECRET}` }).then(({ status }) => status);
      await Promise.race([early, new Promise((resolve) => setTimeout(resolve, 100))]);
      server = await startGatewayProcess({ port, publicUrl: proxy.url, args: ['--trusted-proxies', PROXY] });
      token = await clientToken(proxy.url, 'sandbox-call-handling');
    });
    after(async () => {
      await server?.stop();
      await proxy?.stop();
    });

    /** Signs in from that address, with headers as a stranger would send them. */
    async function signInFrom(localAddress: string, person: keyof typeof PEOPLE): Promise<IncomingMessage> {
      const [email, password] = PEOPLE[person];
      const asked = request(`${proxy.url}/api/session`, {
        method: 'POST',
        localAddress,
        family: 4,
        headers: {
          'content-type': 'application/json',
          'x-forwarded-for': FORGED,
          'x-real-ip': FORGED,
          forwarded: `for=${FORGED}`,
        },
      });
      asked.end(JSON.stringify({ email, password }));
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      await text(answer);
      return answer;
    }

    async function openCall(): Promise<string> {
      const json = { call: { caller_phone_number: '+15555550166' } };
      const { id } = await expectJson<{ id: string }>(proxy.url, 201, {
        method: 'POST',
        path: '/api/incidents',
        token,
        json,
      });
      return id;
    }

    const upload = (id: string, body: Uint8Array<ArrayBuffer>, query = '') =>
      send(proxy.url, {
        method: 'POST',
        path: `/api/incidents/${id}/media${query}`,
        token,
        headers: { 'content-type': 'image/png' },
        body,
      });

    test('people sign in with a cookie that is of this host and TLS alone', async () => {
      const [email, password] = PEOPLE.sandboxAgent;
      const jar = new CookieJar();
      const headers = { origin: proxy.url };
      await expectJson(proxy.url, 200, {
        method: 'POST',
        path: '/api/session',
        json: { email, password },
        jar,
        headers,
      });
      assert.match(jar.lines.join('\n'), /^__Host-\w+=[^;]+;.*Secure/im);
      await expectJson(proxy.url, 200, { path: '/api/session', jar });
    });

    test('health is answered, metrics are not, and plain HTTP leads to TLS', async () => {
      assert.equal((await send(proxy.url, { path: '/healthz' })).status, 200);
      assert.equal((await send(proxy.url, { path: '/readyz' })).status, 200);
      assert.equal((await send(proxy.url, { path: '/metrics' })).status, 404);
      const asked = plainRequest({
        port: proxy.plainPort,
        host: '127.0.0.1',
        path: '/portal',
        headers: { host: 'localhost' },
      });
      asked.end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      assert.equal(answer.statusCode, 308);
      assert.match(answer.headers.location ?? '', /^https:\/\/localhost(:\d+)?\/portal$/);
    });

    test('a stream stays open beside a 25 MiB upload and receives its event', async () => {
      const events = await clientToken(proxy.url, 'sandbox-prepared-events');
      const stream = await connectStream(proxy.url, { token: events });
      const id = await openCall();
      const file = photoOf(LIMIT_BYTES);
      const stored = await upload(id, file);
      assert.equal(stored.status, 201, stored.text);
      await eventually(() => stream.frames.some((frame) => JSON.stringify(frame).includes('/media/')));
      const { path } = mediaPathOf(stream.frames);
      const read = await fetch(`${proxy.url}${path}`, { headers: { authorization: `Bearer ${events}` } });
      assert.equal(read.status, 200);
      const hash = createHash('sha256').update(new Uint8Array(await read.arrayBuffer()));
      assert.equal(hash.digest('hex'), createHash('sha256').update(file).digest('hex'));
      assert.equal(stream.socket.readyState, stream.socket.OPEN);
      stream.socket.close();
      await stream.closed;
    });

    test('a file too large is refused by the server before it has come, and one far too large by the proxy', async () => {
      const id = await openCall();
      const asked = request(`${proxy.url}/api/incidents/${id}/media`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'image/png',
          'content-length': String(LIMIT_BYTES + 1),
        },
      });
      asked.on('error', () => {});
      let answer: IncomingMessage | undefined;
      asked.once('response', (first: IncomingMessage) => {
        answer = first;
      });
      asked.write(PHOTO);
      // Caddy looks for an answer whenever another piece has come.
      for (let sent = 0; answer === undefined && sent < LIMIT_BYTES / 2; sent += PIECE.length) {
        asked.write(PIECE);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      assert.ok(answer !== undefined, 'half of the file was taken without an answer');
      assert.equal(answer.statusCode, 413);
      assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
      asked.destroy();
      const far = await upload(id, photoOf(LIMIT_BYTES + 2 * 2 ** 20), `?description=${SECRET}`).then(
        ({ status }) => status,
        () => 413,
      );
      assert.equal(far, 413);
    });

    test('the audit has the address of the client, whatever it sent as X-Forwarded-For', async () => {
      assert.equal((await signInFrom(CLIENT, 'harborAgent')).statusCode, 200);
      // From the proxy's own address, where an entry that was only added to would be believed.
      assert.equal((await signInFrom(PROXY, 'harborAdmin')).statusCode, 200);
      const { code, output } = await runInProcess(['audit', 'export', '--data-dir', server.dataDir]);
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, new RegExp(FORGED));
      const lines = output.split('\n');
      assert.ok(
        lines.some((line) => line.includes(`"${CLIENT}"`)),
        output.slice(-2_000),
      );
      assert.doesNotMatch(server.output(), /not among SALLYPORT_TRUSTED_PROXIES/);
    });

    test('no token, ticket or query reaches a log of the proxy', async () => {
      await early;
      const jar = new CookieJar();
      await send(proxy.url, { path: `/d/${SECRET}`, jar, headers: { referer: `${proxy.url}/d/${SECRET}` } });
      await send(proxy.url, { path: `/portal?token=${SECRET}` });
      assert.doesNotMatch(proxy.logged(), new RegExp(SECRET));
      assert.ok(!proxy.logged().includes(token));
    });
  });

/** The path of the file that the last frame about one names. */
function mediaPathOf(frames: readonly unknown[]): { path: string } {
  const found = /https?:\/\/[^"]+?(\/v1\/incident_events\/[^"]+\/media\/[^"?]+)/.exec(JSON.stringify(frames));
  return { path: found?.[1] ?? '' };
}
