import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import WebSocket, { WebSocketServer } from 'ws';
import { sallyport } from '../../packages/client/src/index.ts';
import { PreparedClient } from '../../packages/client/src/prepared.ts';
import { RapidsosClient } from '../../packages/client/src/rapidsos.ts';
import type { StreamItem, StreamOptions } from '../../packages/client/src/streams.ts';

interface Behaviour {
  /** Sends to a socket that was let in. */
  readonly follow: (socket: WebSocket, connection: number) => void;
  /** Answers an upgrade in its own way: true where it did. */
  readonly refuse?: (socket: Duplex, connection: number) => boolean;
  /** Answers what is no upgrade. */
  readonly answer?: (req: IncomingMessage, res: ServerResponse) => void;
}

/** A server that gives tokens, and whose streams do as they are told. */
async function serverOf(t: TestContext, { follow, refuse, answer }: Behaviour) {
  const tokens: string[] = [];
  let connections = 0;
  const sockets = new WebSocketServer({ noServer: true });
  const server = createServer((req, res) => {
    if (req.url?.startsWith('/oauth/') === true) {
      tokens.push(`the-access-token-${tokens.length + 1}`);
      res.end(JSON.stringify({ access_token: tokens.at(-1), expires_in: 3600 }));
    } else if (answer !== undefined) answer(req, res);
    else res.writeHead(426).end('{}');
  });
  server.on('upgrade', (req, socket, head) => {
    connections += 1;
    if (refuse?.(socket, connections) === true) return;
    sockets.handleUpgrade(req, socket, head, (one) => follow(one, connections));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    for (const one of sockets.clients) one.terminate();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { server: sallyport(url), tokens, connections: () => connections };
}

const client = { clientId: 'a', clientSecret: 'the-secret-of-a' };
const chat = (number: number, more: object = {}) => ({
  event: 'alert.chat',
  timestamp: 1,
  body: { alert_id: 'a', message: `m${number}`, ...more },
  cursor: `county:${number}`,
});

/** What came of a stream until so many items did: messages, types, resyncs. */
async function take<E>(
  open: (options: StreamOptions) => AsyncGenerator<StreamItem<E>, void>,
  count: number,
  options: StreamOptions,
): Promise<string[]> {
  const items: string[] = [];
  // What does not come fails the test, and does not keep it.
  for await (const item of open({ firstWaitMs: 5, signal: AbortSignal.timeout(60_000), ...options })) {
    const event = item.kind === 'event' ? (item.event as { body?: { message: string }; type?: string }) : null;
    items.push(item.kind === 'event' ? (event?.body?.message ?? event?.type ?? '') : item.reason);
    if (items.length >= count) break;
  }
  return items;
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    (value) => assert.fail(`it succeeded: ${value}`),
    (error: unknown) => error as { code: string },
  );

for (const [platform, webSocket] of [
  ["the platform's WebSocket", undefined],
  ['the library ws', WebSocket],
] as const) {
  const alerts = (server: ReturnType<typeof sallyport>) => {
    const center = new RapidsosClient({ server, ...client });
    return (options: StreamOptions) => center.stream({ ...options, webSocket });
  };

  test(`frames of bytes are read as frames of text are, by ${platform}`, async (t) => {
    const { server } = await serverOf(t, {
      follow: (socket) => {
        socket.send(JSON.stringify(chat(1)));
        socket.send(Buffer.from(JSON.stringify(chat(2, { note: 'é' }))), { binary: true });
        socket.send(JSON.stringify(chat(3)));
      },
    });
    assert.deepEqual(await take(alerts(server), 3, {}), ['m1', 'm2', 'm3']);
  });

  test(`a frame that nobody can read ends neither the program nor the stream, by ${platform}`, async (t) => {
    const deep = `${'{"a":'.repeat(30_000)}1${'}'.repeat(30_000)}`;
    const { server } = await serverOf(t, {
      follow: (socket) => {
        socket.send(JSON.stringify(chat(1)));
        for (const frame of ['', '{', 'null', '[]', '"x"', '\u0000', `{"event":"alert.chat","body":${deep}}`])
          socket.send(frame);
        socket.send(JSON.stringify(chat(3)));
      },
    });
    assert.deepEqual(await take(alerts(server), 2, {}), ['m1', 'm3']);
    const feed = await serverOf(t, {
      answer: (_, res) => res.end('{"incident_events":[],"next_cursor":"county:0"}'),
      follow: (socket) => {
        for (const at of [1, 1e20]) socket.send(JSON.stringify({ id: 'i', type: `at ${at}`, created_at: at }));
      },
    });
    const responder = new PreparedClient({ server: feed.server, ...client });
    const events = (options: StreamOptions) => responder.stream({ ...options, webSocket });
    assert.deepEqual(await take(events, 2, {}), ['at 1', 'at 100000000000000000000']);
  });

  test(`a line on which something else than frames comes is left at once, by ${platform}`, async (t) => {
    const broken: Readonly<Record<string, readonly number[]>> = {
      compressed: [0xc1, 1, 0x61],
      'not UTF-8': [0x81, 2, 0xff, 0xfe],
      masked: [0x81, 0x81, 1, 2, 3, 4, 5],
    };
    for (const [name, bytes] of Object.entries(broken)) {
      const { server, connections } = await serverOf(t, {
        follow: (socket, connection) => {
          socket.send(JSON.stringify(chat(connection)));
          const { _socket: under } = socket as unknown as { _socket: Duplex };
          under.write(Buffer.from(bytes));
          // This peer does not answer that the other one closes.
          for (const name of ['data', 'end']) under.removeAllListeners(name);
        },
      });
      const signal = AbortSignal.timeout(15_000);
      assert.deepEqual(await take(alerts(server), 2, { after: 'county:0', signal }), ['m1', 'm2'], name);
      assert.equal(connections(), 2);
    }
  });

  test(`a page of something in between is no word of the server, by ${platform}`, async (t) => {
    for (const status of ['200 OK', '302 Found\r\nLocation: http://login.test/', '204 No Content']) {
      const { server } = await serverOf(t, {
        answer: (_, res) => res.end('<h1>Welcome to the guest network</h1>'),
        refuse: (socket, connection) => {
          if (connection > 2) return false;
          socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`);
          return true;
        },
        follow: (socket) => socket.send(JSON.stringify(chat(5))),
      });
      assert.deepEqual(await take(alerts(server), 1, { after: 'county:4' }), ['m5'], status);
    }
  });

  test(`what a vendor's path answers to a plain request does not end a stream that was open, by ${platform}`, async (t) => {
    for (const status of [400, 403, 404]) {
      const { server } = await serverOf(t, {
        answer: (_, res) => res.writeHead(status).end('{}'),
        refuse: (socket, connection) => {
          if (connection !== 2) return false;
          socket.destroy();
          return true;
        },
        follow: (socket, connection) => {
          socket.send(JSON.stringify({ ...chat(connection), cursor: undefined }));
          if (connection === 1) setTimeout(() => socket.terminate(), 20);
        },
      });
      const items = await take(alerts({ ...server, resumesStreams: false }), 3, {});
      assert.deepEqual(items, ['m1', 'not_resumable', 'm3'], String(status));
    }
  });

  test(`an address, a key and credentials that are wrong end the stream at once, without the token, by ${platform}`, async (t) => {
    const { server } = await serverOf(t, { follow: () => {} });
    for (const alertStreamUrl of ['ftp://host/v1', 'host/v1', 'ws://[host/v1', '']) {
      const error = await failure(take(alerts({ ...server, alertStreamUrl }), 1, {}));
      assert.equal(error.code, 'not_configured', alertStreamUrl);
      assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /the-access-token/);
    }
    const unfit = new RapidsosClient({ server, clientId: 'a', privateKey: { kty: 'oct', k: 'AAAA' } });
    assert.equal(
      (await failure(take((options) => unfit.stream({ ...options, webSocket }), 1, {}))).code,
      'invalid_key',
    );
  });

  test(`a cable that refuses its token asks for a new one, by ${platform}`, async (t) => {
    const { server, tokens } = await serverOf(t, {
      follow: (socket, connection) => {
        if (connection > 1)
          return socket.send(JSON.stringify({ identifier: '{}', message: { type: 'transcript', words: [] } }));
        socket.send('{"type":"disconnect","reason":"unauthorized","reconnect":false}');
        socket.close();
      },
    });
    const responder = new PreparedClient({ server, ...client });
    const words = (options: StreamOptions) => responder.transcript('i', { ...options, webSocket });
    assert.deepEqual(await take(words, 1, {}), ['transcript']);
    assert.equal(tokens.length, 2);
  });

  test(`whoever leaves while nothing comes has left, by ${platform}`, async (t) => {
    let isOpen = () => {};
    const opened = new Promise<void>((resolve) => {
      isOpen = resolve;
    });
    const closed = new Promise<void>((resolve) => {
      void serverOf(t, { follow: (socket) => socket.once('close', resolve) }).then(async ({ server }) => {
        const stream = alerts(server)({ onState: (state) => state === 'open' && isOpen() });
        const waiting = stream.next();
        await opened;
        await stream.return();
        assert.deepEqual(await waiting, { done: true, value: undefined });
      });
    });
    await closed;
  });
}

test('a Retry-After beyond every timer does not make a stream ask at once, nor never', async (t) => {
  const longest = 300_000;
  const waits: { milliseconds: number; connections: number }[] = [];
  const { setTimeout: real } = globalThis;
  t.mock.method(globalThis, 'setTimeout', (work: () => void, milliseconds = 0) => {
    if (milliseconds < longest) return real(work, milliseconds);
    waits.push({ milliseconds, connections: connections() });
    return real(work, 0);
  });
  const { server, connections } = await serverOf(t, {
    follow: (socket) => socket.send(JSON.stringify(chat(1))),
    refuse: (socket, connection) => {
      if (connection > 1) return false;
      socket.end('HTTP/1.1 503 Busy\r\nRetry-After: 99999999999\r\nContent-Length: 2\r\n\r\n{}');
      return true;
    },
  });
  const center = new RapidsosClient({ server, ...client });
  const states: string[] = [];
  const onState = (state: string) => states.push(state);
  await take((options) => center.stream({ ...options, webSocket: WebSocket, onState }), 1, {});
  assert.ok(states.includes('waiting'), states.join());
  assert.deepEqual(waits, [{ milliseconds: longest, connections: 1 }]);
  assert.equal(connections(), 2);
});

test('a network that ends what is being opened costs no cursor', async (t) => {
  const asked: (string | undefined)[] = [];
  const { server, connections } = await serverOf(t, {
    answer: (req, res) => {
      asked.push(req.url);
      res.writeHead(426).end('{}');
    },
    refuse: (socket, connection) => {
      if (connection > 8) return false;
      socket.destroy();
      return true;
    },
    follow: (socket) => socket.send(JSON.stringify(chat(8))),
  });
  const center = new RapidsosClient({ server, ...client });
  const options = { after: 'county:7', longestWaitMs: 5 };
  assert.deepEqual(await take((more) => center.stream({ ...options, ...more }), 1, {}), ['m8']);
  assert.equal(connections(), 9);
  assert.equal(asked.length, 8);
  for (const url of asked) assert.match(url ?? '', /after=county%3A7/);
});

for (const [status, reason] of [
  [400, 'cursor_unknown'],
  [410, 'cursor_expired'],
  [412, 'cursor_unknown'],
] as const) {
  test(`a cursor that is refused with ${status} where the platform hides that is asked about over HTTP`, async (t) => {
    const { server } = await serverOf(t, {
      answer: (req, res) => {
        const isOld = req.url?.includes('county%3A7') === true;
        res.writeHead(isOld ? status : 426).end('{}');
      },
      refuse: (socket, connection) => {
        if (connection > 1) return false;
        socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 0\r\n\r\n`);
        return true;
      },
      follow: (socket) => socket.send(JSON.stringify(chat(1))),
    });
    const center = new RapidsosClient({ server, ...client });
    const items = await take((more) => center.stream({ after: 'county:7', ...more }), 2, {});
    assert.deepEqual(items, [reason, 'm1']);
  });
}

test('a server that lets nobody in with a cursor, and does not state why, is tried without it after two minutes', async (t) => {
  const later = performance.now() + 125_000;
  let after: string | null = null;
  let isKeptOut = true;
  const { server, connections } = await serverOf(t, {
    refuse: (socket) => {
      if (!isKeptOut) return false;
      socket.destroy();
      return true;
    },
    follow: (socket) => socket.send(JSON.stringify(chat(1))),
    answer: (req, res) => {
      after = new URL(req.url ?? '', 'http://server.test').searchParams.get('after');
      // Two minutes later, by the clock that the client waits by.
      if (connections() === 2) t.mock.method(performance, 'now', () => later);
      isKeptOut = connections() < 2;
      res.writeHead(426).end('{}');
    },
  });
  const center = new RapidsosClient({ server, ...client });
  const items = await take((more) => center.stream({ after: 'county:7', longestWaitMs: 5, ...more }), 2, {});
  assert.deepEqual(items, ['cursor_unknown', 'm1']);
  assert.equal(after, 'county:7');
});
