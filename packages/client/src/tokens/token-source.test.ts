import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { inspect } from 'node:util';
import { SallyportError, sallyport, tokens } from '../index.ts';
import { Transport } from '../requests/transport.ts';
import { createTokens } from './create-tokens.ts';

const SECRET = 'the-secret-of-the-client';
let baseUrl = '';
let now = 0;
let tokenRequests: string[] = [];
let given = 0;
let answer: (req: IncomingMessage, res: ServerResponse) => void;
let server: ReturnType<typeof createServer>;

function json(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const giveToken = (_: IncomingMessage, res: ServerResponse) => {
  given += 1;
  json(res, 200, { access_token: `token-${given}`, token_type: 'Bearer', expires_in: 3600 });
};

beforeEach(async () => {
  now = Date.now();
  tokenRequests = [];
  given = 0;
  answer = giveToken;
  server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    if (req.url?.startsWith('/oauth/') === true) {
      tokenRequests.push(body);
      answer(req, res);
    } else if (req.headers.authorization === `Bearer token-${given}`) {
      json(res, 200, { as: req.headers.authorization });
    } else {
      json(res, 401, { detail: `No good: ${req.headers.authorization}` });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function source(more: object = {}) {
  return createTokens({
    server: sallyport(baseUrl),
    clientId: 'alarm',
    clientSecret: SECRET,
    now: () => now,
    random: () => 0,
    tokenRetry: { deadlineMs: 2_000, firstWaitMs: 5, longestWaitMs: 50 },
    ...more,
  });
}

const transportOf = (credentials: ReturnType<typeof source>) => new Transport({ baseUrl, auth: tokens(credentials) });

describe('a token source', () => {
  it('asks once for a thousand callers who wait, and once more for a thousand whose token has expired', async () => {
    const one = source();
    const first = await Promise.all(Array.from({ length: 1000 }, () => one.token()));
    assert.deepEqual([...new Set(first)], ['token-1']);
    now += 3_600_001;
    const second = await Promise.all(Array.from({ length: 1000 }, () => one.token()));
    assert.deepEqual([...new Set(second)], ['token-2']);
    assert.equal(tokenRequests.length, 2);
  });

  it('renews early, while everybody goes on with the old token', async () => {
    const one = source();
    await one.token();
    now += 3600_000 * 0.76;
    assert.equal(await one.token(), 'token-1');
    await until(() => given === 2);
    await until(async () => (await one.token()) === 'token-2');
    assert.equal(tokenRequests.length, 2);
  });

  it('goes on with a good token while the token service is down, and asks it again no sooner than ten seconds later', async () => {
    const one = source();
    await one.token();
    now += 3600_000 * 0.8;
    answer = (_, res) => json(res, 503, { error: 'unavailable', error_description: 'later' });
    assert.equal(await one.token(), 'token-1');
    const late = source({ now: () => now });
    await assert.rejects(late.token(), (error) => error instanceof SallyportError && error.status === 503);
    // The renewal of the other source, which began before, has ended too once nobody asks for several of its waits.
    let asked = 0;
    await until(async () => {
      asked = tokenRequests.length;
      await new Promise((resolve) => setTimeout(resolve, 250));
      return tokenRequests.length === asked;
    });
    for (let i = 0; i < 50; i += 1) assert.equal(await one.token(), 'token-1');
    assert.equal(tokenRequests.length, asked);
    answer = giveToken;
    now += 10_001;
    await one.token();
    await until(async () => (await one.token()) === 'token-2');
  });

  it('asks again while the service answers nothing, garbage, 429 or 500', async () => {
    const faults: ((res: ServerResponse) => void)[] = [
      (res) => res.destroy(),
      (res) => res.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Log in to the guest network</h1>'),
      (res) => json(res, 200, {}),
      (res) => json(res, 429, {}, { 'retry-after': '0' }),
      (res) => json(res, 500, {}),
    ];
    answer = (req, res) => {
      const fault = faults.shift();
      if (fault === undefined) giveToken(req, res);
      else fault(res);
    };
    assert.equal(await source().token(), 'token-1');
    assert.equal(tokenRequests.length, 6);
  });

  it('renews once after a 401, however many calls were refused, and sends each again', async () => {
    const transport = transportOf(source());
    await transport.send({ method: 'GET', path: '/x' });
    given = 7;
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => transport.send<{ as: string }>({ method: 'POST', path: '/x', json: {} })),
    );
    assert.deepEqual([...new Set(answers.map(({ as }) => as))], ['Bearer token-8']);
    assert.equal(tokenRequests.length, 2);
  });

  it('gives a call up that is refused with a new token too', async () => {
    const transport = transportOf(source());
    answer = (_, res) => json(res, 200, { access_token: `useless-${Math.random()}`, expires_in: 3600 });
    await assert.rejects(transport.send({ method: 'GET', path: '/x' }), { status: 401 });
    assert.equal(tokenRequests.length, 2);
  });

  it('sends refused credentials once in half a minute', async () => {
    const one = source();
    answer = (_, res) => json(res, 401, { error: 'invalid_client', error_description: 'wrong' });
    for (let i = 0; i < 5; i += 1) await assert.rejects(one.token(), { code: 'invalid_client' });
    assert.equal(tokenRequests.length, 1);
    answer = giveToken;
    now += 30_001;
    assert.equal(await one.token(), 'token-1');
  });

  it('lets a caller whose signal ends go, and nobody else', async () => {
    let release = () => {};
    answer = (req, res) => {
      release = () => giveToken(req, res);
    };
    const one = source();
    const leaving = new AbortController();
    const left = one.token(leaving.signal);
    const stayed = one.token();
    await until(() => tokenRequests.length === 1);
    leaving.abort(new Error('gone home'));
    await assert.rejects(left, /gone home/);
    release();
    assert.equal(await stayed, 'token-1');
  });

  it('measures how far the clocks differ, and reports it once', async () => {
    const reports: number[] = [];
    const one = source({ onClockSkew: (ms: number) => reports.push(ms) });
    answer = (_, res) => {
      res.setHeader('date', new Date(Date.now() + 90_000).toUTCString());
      json(res, 200, { access_token: 'token-1', expiration: String(Math.floor((Date.now() + 90_000) / 1000) + 600) });
    };
    await one.token();
    assert.equal(reports.length, 1);
    assert.ok(Math.abs((reports[0] ?? 0) - 90_000) <= 1_000, String(reports[0]));
    assert.ok(Math.abs(one.clockSkewMs - 90_000) <= 1_000);
    // By this machine's clock the token ends in ten minutes and not in eleven and a half.
    now += 602_000;
    await one.token();
    assert.equal(tokenRequests.length, 2);
  });

  it('shows no secret and no token, in whatever is printed', async () => {
    const one = source({ username: 'agent@example.test', password: 'the-password-of-the-agent' });
    answer = (_, res) =>
      json(res, 400, { error: 'invalid_grant', error_description: `the-password-of-the-agent and ${SECRET}` });
    const refusal = await one.token().catch((error: unknown) => error);
    await one.forget();
    answer = giveToken;
    await one.token();
    answer = (_, res) => json(res, 200, { access_token: 'the-token-that-was-given' });
    const refused = await transportOf(source())
      .send({ method: 'GET', path: '/x' })
      .catch((error: unknown) => error);
    assert.ok(refused instanceof SallyportError);
    const printed = [refusal, one, refused]
      .map((what) => inspect(what, { depth: 20, showHidden: true }) + JSON.stringify(what))
      .join();
    for (const word of [SECRET, 'the-password-of-the-agent', 'token-1', 'the-token-that-was-given'])
      assert.ok(!printed.includes(word), word);
  });
});

async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 6_000; i += 1) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail('it never held');
}
