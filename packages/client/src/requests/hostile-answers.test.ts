import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { createTokens, SallyportError, sallyport, whatToDo } from '../index.ts';
import { PreparedClient } from '../prepared.ts';
import { RapidsosClient } from '../rapidsos.ts';
import { readRefusal } from './refusal.ts';

const SECRET = 's3cret/of+a &%="é';
const PASSWORD = 'pässword+1 &x';

type Answer = (req: IncomingMessage, res: ServerResponse, body: string) => void;

/** A server that gives tokens, and answers every other request as it is told. */
async function serverOf(t: TestContext, answer: Answer, token: Answer = giveToken) {
  const seen: { method: string; url: string; body: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    const { method = '', url = '', headers } = req;
    seen.push({ method, url, body, headers });
    (url.startsWith('/oauth/') ? token : answer)(req, res, body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function json(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

function giveToken(_: IncomingMessage, res: ServerResponse): void {
  json(res, 200, { access_token: 'the-access-token', expires_in: 3600 });
}

const credentials = { clientId: 'a', clientSecret: SECRET };
/** Ends with the first answer, because the wait for a second one would be longer than there is time. */
const sentOnce = { deadlineMs: 60_000, firstWaitMs: 600_000, longestWaitMs: 600_000 };
const quick = { retry: sentOnce, tokenRetry: sentOnce };

function clientsOf(url: string) {
  const options = { server: sallyport(url), ...credentials, ...quick };
  return { rapidsos: new RapidsosClient(options), prepared: new PreparedClient(options) };
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('it succeeded'),
    (error: unknown) => error as SallyportError,
  );

const printed = (error: unknown) =>
  [inspect(error, { depth: 20, showHidden: true }), JSON.stringify(error), (error as Error).stack].join();

for (const status of [301, 302, 303, 307, 308]) {
  test(`a redirect by ${status} is not followed: no alert counts as stored by it, and no secret goes elsewhere`, async (t) => {
    const elsewhere = await serverOf(t, (_, res) => json(res, 200, { alert_id: 'none' }));
    const sendOn: Answer = (_, res) => {
      res.writeHead(status, { location: `${elsewhere.url}/there?ticket=the-ticket` }).end();
    };
    const server = await serverOf(t, sendOn);
    const error = await failure(clientsOf(server.url).rapidsos.trigger({ callflow: 'x', variables: {} }));
    assert.equal(error.code, 'redirected');
    assert.match(error.detail, new RegExp(`${elsewhere.url}/there[^?]`));
    const tokens = createTokens({
      server: sallyport((await serverOf(t, sendOn, sendOn)).url),
      ...credentials,
      ...quick,
    });
    assert.equal((await failure(tokens.token())).code, 'redirected');
    assert.deepEqual(elsewhere.seen, []);
  });
}

const ECHOES: Readonly<Record<string, (sent: string) => unknown>> = {
  'its sentence': (sent) => ({ error: 'invalid_client', error_description: sent }),
  'its code': (sent) => ({ error: sent }),
  'its request id': (sent) => ({ error: 'invalid_client', request_id: sent }),
  'a sentence of JSON': (sent) => ({ error: 'invalid_client', detail: JSON.stringify({ sent }) }),
};
for (const [where, echo] of Object.entries(ECHOES)) {
  test(`a refusal that repeats what was sent, in ${where}, shows no secret, however it was written`, async (t) => {
    for (const tokenBody of ['form', 'json'] as const) {
      for (const secretIn of ['body', 'basic'] as const) {
        const refuse: Answer = ({ headers }, res, body) => json(res, 400, echo(`${body} ${headers.authorization}`));
        const { url, seen } = await serverOf(t, refuse, refuse);
        const person = { username: 'u', password: PASSWORD };
        const tokens = createTokens({ server: { ...sallyport(url), tokenBody }, ...credentials, ...person, secretIn });
        const text = printed(await failure(tokens.token()));
        const form = (secret: string) => new URLSearchParams([['', secret]]).toString().slice(1);
        const words = [SECRET, PASSWORD].flatMap((word) => [
          word,
          form(word),
          encodeURIComponent(word),
          JSON.stringify(word).slice(1, -1),
        ]);
        const basic = seen[0]?.headers.authorization?.split(' ')[1] ?? SECRET;
        for (const word of [...words, basic]) assert.ok(!text.includes(word), `${tokenBody} ${secretIn}: ${word}`);
      }
    }
  });
}

test('an error of the platform that holds the request shows no token', async (t) => {
  const { url } = await serverOf(t, (_, res) => json(res, 200, {}));
  const send: typeof fetch = (input, init) => {
    if (String(input).includes('/oauth/')) return fetch(input, init);
    const cause = Object.assign(new Error(`of ${new Headers(init?.headers).get('authorization')}`), {
      code: 'EPROTO',
      init,
    });
    return Promise.reject(new TypeError('fetch failed', { cause }));
  };
  const error = await failure(
    new RapidsosClient({ server: sallyport(url), ...credentials, ...quick, fetch: send }).alert('x'),
  );
  assert.equal(error.code, 'unreachable');
  assert.equal(((error.cause as Error).cause as { code?: string }).code, 'EPROTO');
  assert.doesNotMatch(printed(error), /the-access-token/);
});

test('what keeps a server from being reached is named, and a certificate that is not trusted at once', async () => {
  const failing = (code: string, message: string) => {
    let asked = 0;
    const send: typeof fetch = () => {
      asked += 1;
      return Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(message), { code }) }));
    };
    const tokens = createTokens({
      server: sallyport('https://server.test'),
      ...credentials,
      fetch: send,
      tokenRetry: { deadlineMs: 400, firstWaitMs: 5 },
    });
    return { error: failure(tokens.token()), asked: () => asked };
  };
  const refused = failing('ECONNREFUSED', 'connect ECONNREFUSED');
  assert.match((await refused.error).detail, /could not be reached \(ECONNREFUSED\)/);
  assert.ok(refused.asked() > 1);
  for (const code of [
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  ]) {
    const untrusted = failing(code, 'of a certificate');
    const error = await untrusted.error;
    assert.equal(error.code, 'untrusted_certificate');
    assert.match(error.detail, new RegExp(code));
    assert.match(whatToDo(error), /NODE_EXTRA_CA_CERTS/);
    assert.equal(untrusted.asked(), 1);
  }
});

test('an address that is none is refused at once, without what stands in it', async () => {
  for (const address of ['127.0.0.1:1', 'http://bob:hunter2@127.0.0.1:1', 'ftp://host', '/relative', 'http://[']) {
    const error = await failure(clientsOf(address).rapidsos.alert('x'));
    assert.equal(error.code, 'not_configured', address);
    assert.doesNotMatch(printed(error), /hunter2/);
  }
});

const HOURS_MS = 3 * 3_600_000;
const RETRY_AFTER: readonly [stated: string, date: string | undefined, seconds: number | null][] = [
  ['0', undefined, 0],
  ['7', undefined, 7],
  ['1.5', undefined, 2],
  ['3, 9', undefined, 9],
  ['-5', undefined, null],
  ['1e9', undefined, null],
  ['soon', undefined, null],
  ['2099-01-01', undefined, null],
  [new Date(HOURS_MS + 30_000).toUTCString(), new Date(HOURS_MS).toUTCString(), 30],
  [new Date(HOURS_MS - 30_000).toUTCString(), new Date(HOURS_MS).toUTCString(), 0],
];
for (const [stated, date, seconds] of RETRY_AFTER) {
  test(`Retry-After: ${stated}${date === undefined ? '' : `, by a server's clock of ${date},`} is ${seconds} s`, async () => {
    const headers = { 'retry-after': stated, ...(date !== undefined && { date }) };
    assert.equal((await readRefusal(new Response('{}', { status: 429, headers }))).retryAfterSeconds, seconds);
  });
}

test('a deadline longer than any timer is none', async (t) => {
  const { url } = await serverOf(t, (_, res) => json(res, 200, { alert_id: 'a', status: {} }));
  for (const deadlineMs of [Number.POSITIVE_INFINITY, 2 ** 31, 1e12]) {
    assert.equal((await clientsOf(url).rapidsos.alert('a', { deadlineMs })).alert_id, 'a');
  }
});

test('an answer without an end is read to a bound, as a success and as a refusal', async (t) => {
  const endless = (status: number) => (_: IncomingMessage, res: ServerResponse) => {
    res.writeHead(status, { 'content-type': 'application/json' });
    const piece = ' '.repeat(1 << 20);
    const fill = () => {
      while (!res.destroyed && res.write(piece));
      res.once('drain', fill);
    };
    fill();
  };
  for (const [status, code] of [
    [200, 'answer_too_large'],
    [422, 'refused'],
  ] as const) {
    const { url } = await serverOf(t, endless(status));
    const { rapidsos } = clientsOf(url);
    assert.equal((await failure(rapidsos.alert('a', { deadlineMs: 60_000 }))).code, code);
  }
});

const read = async (items: AsyncIterable<unknown>) => {
  const all: unknown[] = [];
  for await (const item of items) all.push(item);
  return all;
};
for (const body of [
  null,
  [],
  'ok',
  7,
  true,
  {},
  { alerts: {}, incident_events: 1, log_messages: null, alert_id: null },
]) {
  test(`an answer of success that is ${JSON.stringify(body)} is none`, async (t) => {
    const { url } = await serverOf(t, (_, res) => json(res, 200, body));
    const { rapidsos, prepared } = clientsOf(url);
    const calls: Readonly<Record<string, () => Promise<unknown>>> = {
      trigger: () => rapidsos.trigger({ callflow: 'x', variables: {} }),
      alert: () => rapidsos.alert('a'),
      alerts: () => read(rapidsos.alerts()),
      log: () => read(rapidsos.logMessages('a')),
      deeplink: () => rapidsos.deeplink('tel://15555550123'),
      events: () => read(prepared.events()),
      streamToken: () => prepared.streamToken('a', 'unit-7'),
      ...(!Array.isArray(body) && { subscriptions: () => rapidsos.subscriptions.list() }),
    };
    for (const [name, call] of Object.entries(calls)) {
      const error = await failure(call());
      assert.ok(error instanceof SallyportError && error.code === 'unreadable_answer', `${name}: ${error}`);
    }
  });
}

test('a time that no calendar has and a body of any depth are read as they came', async (t) => {
  const deep = `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`;
  const { url } = await serverOf(t, (_, res) => {
    res.end(`{"incident_events":[{"id":"1","type":"x","created_at":1e20,"deep":${deep}}],"next_cursor":null}`);
  });
  const events = (await read(clientsOf(url).prepared.events())) as { created_at: unknown }[];
  assert.deepEqual(
    events.map(({ created_at }) => created_at),
    [1e20],
  );
});

test('pages that go back to one before end with an error, and not with what came so far', async (t) => {
  const alert = (number: number) => ({ alert_id: `alert-${number}`, status: {} });
  const page = Array.from({ length: 100 }, (_, number) => number);
  let asked = 0;
  const { url } = await serverOf(t, (req, res) => {
    asked += 1;
    const { searchParams, pathname } = new URL(req.url ?? '', 'http://server.test');
    const after = searchParams.get('after');
    if (pathname === '/v1/incident_events')
      json(res, 200, { incident_events: [{ id: 'i', type: 't' }], next_cursor: after === 'c:2' ? 'c:1' : 'c:2' });
    else json(res, 200, { alerts: page.map((of) => alert(of + asked * 100)), alerts_until: 1000 - asked });
  });
  const { rapidsos, prepared } = clientsOf(url);
  for (const all of [() => read(prepared.events()), () => read(rapidsos.alerts({ start: 500 }))]) {
    asked = 0;
    assert.equal((await failure(all())).code, 'unreadable_answer');
    assert.ok(asked <= 3, `${asked} pages were read`);
  }
});
