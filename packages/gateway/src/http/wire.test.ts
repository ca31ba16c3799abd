import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import WebSocket from 'ws';
import { callerOf } from '../../../testing/src/caller.ts';
import { checkFrame } from '../../../testing/src/documented-frames.ts';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { tokenFrom } from '../../../testing/src/stream-client.ts';
import { testWorld } from '../../../testing/src/world.ts';

const SECRET = 'client_id=sandbox-cad&client_secret=sandbox-cad-secret&grant_type=client_credentials';
const FORM = 'application/x-www-form-urlencoded';

onEachEngine('requests as the world sends them', (engine) => {
  // Nothing here differs by engine.
  if (engine.name !== 'sqlite') return;
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url = '';
  before(async () => {
    world = await testWorld(engine, { keepAliveTimeoutSeconds: 7 });
    url = await world.app.listen({ host: '127.0.0.1', port: 0 });
  });
  after(() => world.stop());

  /** Sends the text as it is on a connection of its own and returns what comes until the server ends it. */
  async function raw(text: string): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    const pieces: Buffer[] = [];
    socket.on('data', (piece) => pieces.push(piece));
    socket.write(text);
    await once(socket, 'close');
    const [head = '', body = ''] = Buffer.concat(pieces)
      .toString()
      .split(/\r\n\r\n(.*)/s);
    const [line = '', ...fields] = head.split('\r\n');
    const headers = Object.fromEntries(
      fields.map((field) =>
        field
          .toLowerCase()
          .split(/: (.*)/s)
          .slice(0, 2),
      ),
    );
    return { status: Number(line.split(' ')[1]), headers, body };
  }
  const post = (
    path: string,
    body: string | Buffer<ArrayBuffer>,
    headers: Record<string, string> = { 'content-type': FORM },
  ) => fetch(`${url}${path}`, { method: 'POST', headers, body });

  test('a form in ISO-8859-1 gets its token, as Apache HttpClient sends it', async () => {
    for (const charset of ['ISO-8859-1', 'us-ascii', 'windows-1252']) {
      assert.equal((await post('/oauth/token', SECRET, { 'content-type': `${FORM}; charset=${charset}` })).status, 200);
    }
    assert.equal((await post('/oauth/token', SECRET, { 'content-type': `${FORM}; charset=utf-16` })).status, 415);
  });

  test('[RFC 9110 15.5.16] a compressed body is 415 with Accept-Encoding, in the dialect of its path', async () => {
    const headers = { 'content-type': FORM, 'content-encoding': 'gzip' };
    const answer = await post('/oauth/token', gzipSync(SECRET), headers);
    assert.deepEqual([answer.status, answer.headers.get('accept-encoding')], [415, 'identity']);
    assert.equal(((await answer.json()) as { error: string }).error, 'invalid_request');
    assert.equal((await post('/oauth/token', SECRET, { ...headers, 'content-encoding': 'identity' })).status, 200);
  });

  test('several slashes are one, anywhere in a path, also for a socket; the query stays as it is', async () => {
    for (const path of ['//oauth/token', '/oauth//token', '///oauth///token/']) {
      assert.equal((await post(path, SECRET)).status, 200, path);
    }
    const token = await tokenFrom(url, 'sandbox-prepared-events');
    const events = await fetch(`${url}//v1//incident_events?after=sandbox-county:0&limit=1`, {
      headers: { authorization: `Bearer ${token}` },
    });
    assert.equal(events.status, 200);
    for (const path of ['/cable/', '//cable', '/cable']) {
      const socket = new WebSocket(`${url.replace('http', 'ws')}${path}?token=${token}`, ['actioncable-v1-json', 'x']);
      const [message] = await once(socket, 'message');
      const frame = JSON.parse(String(message));
      checkFrame('/cable', frame);
      assert.deepEqual([socket.protocol, frame.type], ['actioncable-v1-json', 'welcome'], path);
      socket.terminate();
    }
  });

  test('[RFC 9112 3.2] a request without Host, or with two, is refused in the dialect of its path', async () => {
    const twice = 'Host: 127.0.0.1\r\nHost: elsewhere.example\r\n';
    for (const [path, member] of [
      ['/v1/alerts', 'detail'],
      ['/v2/find_incident', 'message'],
      ['/oauth/token', 'error_description'],
      ['/interface/open_api/api', 'message'],
      ['/api/incidents', 'detail'],
    ] as const) {
      for (const hosts of ['', twice]) {
        const method = path.startsWith('/v2') || path.startsWith('/oauth') ? 'POST' : 'GET';
        const { status, body } = await raw(`${method} ${path} HTTP/1.1\r\n${hosts}Connection: close\r\n\r\n`);
        assert.deepEqual([status, JSON.parse(body)[member]], [400, 'Host must be sent once'], path);
      }
    }
    assert.equal((await raw('GET /healthz HTTP/1.0\r\n\r\n')).status, 200, 'HTTP/1.0 has none');
  });

  test('[RFC 9112 3.2.2] the server that a target names counts, and its path is answered in its dialect', async () => {
    const head = 'HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n';
    const refused = await raw(`GET http://elsewhere.example/v1/alerts ${head}`);
    assert.match(JSON.parse(refused.body).detail, /Host must be a name of this server/);
    const own = await raw(`GET http://127.0.0.1//v1//nothing ${head}`);
    assert.deepEqual(JSON.parse(own.body), { detail: 'Nothing is served at this path' });
  });

  test('[RFC 9110 10.1.1] an expectation that is not known is left out of account', async () => {
    const head = `Host: 127.0.0.1\r\nExpect: 200-maybe\r\nContent-Type: ${FORM}\r\nContent-Length: ${SECRET.length}`;
    const { status } = await raw(`POST /oauth/token HTTP/1.1\r\n${head}\r\nConnection: close\r\n\r\n${SECRET}`);
    assert.equal(status, 200);
  });

  test('an empty query parameter is an absent one', async () => {
    const reader = await callerOf(world.app, 'sandbox-prepared-events');
    const { status } = await reader(
      'GET',
      '/v1/incident_events?after=&before=&limit=&type=&created_after=&incident_id=',
    );
    assert.equal(status, 200);
    assert.equal(
      (await reader('GET', '/v1/incident_events?limit=1&limit=2')).status,
      400,
      'and one sent twice is refused',
    );
    assert.equal((await reader('GET', '/v1/incident_events?limit=&limit=2')).status, 200);
    const twice = await reader('GET', '/v1/incident_events?type=a&type=b');
    assert.equal(twice.body.message, 'type must be sent once');
  });

  test('[RFC 9110 15.5.22] a socket without an upgrade is 426 with Upgrade, and so is one that HTTP/1.0 asks for', async () => {
    const token = await tokenFrom(url, 'sandbox-cad');
    const plain = await fetch(`${url}/v1?event_types=alert.new`, { headers: { authorization: `Bearer ${token}` } });
    assert.deepEqual([plain.status, plain.headers.get('upgrade')], [426, 'websocket']);
    const upgrade =
      'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==';
    const old = await raw(
      `GET /v1?event_types=alert.new&token=${token} HTTP/1.0\r\nHost: 127.0.0.1\r\n${upgrade}\r\n\r\n`,
    );
    assert.deepEqual([old.status, old.headers['upgrade']], [426, 'websocket']);
    const health = await raw(`GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n${upgrade}\r\n\r\n`);
    assert.equal(health.status, 200, '[RFC 9110 7.8] an upgrade in HTTP/1.0 is ignored');
  });

  test("what the parser refuses is 400 or 431 in the words of the path's dialect", async () => {
    const wide = `X-Wide: ${'x'.repeat(20_000)}`;
    for (const [path, pick] of [
      ['/v1/alerts', 'detail'],
      ['/oauth/token', 'error_description'],
      ['/interface/open_api/api/alerts', 'message'],
      ['/v1/incident_events', 'message'],
      ['//api/incidents', 'detail'],
    ] as const) {
      for (const [fault, status] of [
        [wide, 431],
        ['Bad Header', 400],
      ] as const) {
        const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\n${fault}\r\n\r\n`);
        assert.equal(answer.status, status, `${path} ${answer.body}`);
        const body = JSON.parse(answer.body);
        assert.match(body[pick], /must/);
        if ('code' in body) assert.equal(body.status, status);
        assert.equal(answer.headers['x-content-type-options'], 'nosniff');
        assert.ok((answer.headers['x-request-id'] ?? '').length > 0);
      }
    }
    assert.equal((await raw('nonsense\r\n\r\n')).status, 400);
    const unknown = await fetch(`${url}/v1/nowhere`);
    assert.equal(unknown.status, 404);
    assert.deepEqual(Object.keys((await unknown.json()) as object), ['detail']);
  });

  test('an idle connection is kept open as long as the option states', async () => {
    const answer = await fetch(`${url}/healthz`);
    assert.equal(answer.headers.get('keep-alive'), 'timeout=7');
    await answer.body?.cancel();
  });

  test('what does not fit its schema is refused by what it must be', async () => {
    const caller = await callerOf(world.app, 'sandbox-call-handling');
    for (const [body, words] of [
      [{ call: { caller_name: 5 } }, 'call.caller_name must be text'],
      [{ call: { caller_name: 'x'.repeat(201) } }, 'call.caller_name must have at most 200 characters'],
      [{ call: [] }, 'call must be an object'],
      [{ call: {}, location: { latitude: 91, longitude: 0 } }, 'location.latitude must be <= 90'],
    ] as const) {
      assert.equal((await caller('POST', '/api/incidents', body)).body.detail, words);
    }
  });
});
