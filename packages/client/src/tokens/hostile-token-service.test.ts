import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { inspect } from 'node:util';
import { createProofKey, createTokens, sallyport } from '../index.ts';
import { RapidsosClient } from '../rapidsos.ts';

type Answer = (res: ServerResponse, asked: { form: URLSearchParams; proof: string | undefined }) => void;

/** A token service that answers as it is told, and a server that refuses every token. */
async function serviceOf(t: TestContext, answer: Answer) {
  const counts = { tokens: 0, calls: 0 };
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req.setEncoding('utf8')) body += chunk;
    if (req.url?.startsWith('/oauth/') !== true) {
      counts.calls += 1;
      return json(res, 401, { detail: 'no' });
    }
    counts.tokens += 1;
    answer(res, { form: new URLSearchParams(body), proof: req.headers['dpop'] as string | undefined });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { server: sallyport(`http://127.0.0.1:${(server.address() as AddressInfo).port}`), counts };
}

function json(res: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
  res.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const client = { clientId: 'a', clientSecret: 'the-secret-of-a' };
/** Ends with the first answer, because the wait for a second one would be longer than there is time. */
const tokenRetry = { deadlineMs: 60_000, firstWaitMs: 600_000, longestWaitMs: 600_000 };

for (const token of ['a-token\nof-two-lines', 'a-token of-two-words', 'a-tok€n-of-the-euro', '', 7, null]) {
  test(`a token that no header can carry, ${JSON.stringify(token)}, is none, and is not shown`, async (t) => {
    const { server } = await serviceOf(t, (res) => json(res, 200, { access_token: token }));
    const calls = new RapidsosClient({ server, ...client, tokenRetry, retry: tokenRetry });
    const error = await calls.alert('x').catch((refusal: unknown) => refusal);
    assert.equal((error as { code?: string }).code, 'unreadable_answer');
    assert.doesNotMatch(inspect(error, { depth: 20, showHidden: true }), /of-two|of-the-euro/);
  });
}

test('a refusal that comes with 200 is one, and is not asked for again', async (t) => {
  const refusals = [
    [{ error: 'invalid_client', error_description: 'no such client' }, 'invalid_client', 'no such client'],
    [{ result: 'error', message: 'no such token' }, 'refused', 'no such token'],
  ] as const;
  for (const [body, code, detail] of refusals) {
    const { server, counts } = await serviceOf(t, (res) => json(res, 200, body));
    await assert.rejects(createTokens({ server, ...client, tokenRetry }).token(), { code, detail });
    assert.equal(counts.tokens, 1);
  }
});

for (const hours of [5, -5]) {
  test(`a proof by a clock ${hours} hours from the server's is dated anew at the first refusal`, async (t) => {
    const issuedAt = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString()).iat;
    const { server, counts } = await serviceOf(t, (res, { form, proof }) => {
      const now = Date.now() / 1000 + hours * 3600;
      const date = { date: new Date(now * 1000).toUTCString() };
      const jwt = form.get('client_assertion') ?? proof ?? '';
      if (Math.abs(issuedAt(jwt) - now) < 60) return json(res, 200, { access_token: 'good', expires_in: 3600 }, date);
      const error = form.has('client_assertion') ? 'invalid_client' : 'invalid_dpop_proof';
      json(res, error === 'invalid_client' ? 401 : 400, { error, error_description: 'too old' }, date);
    });
    const { privateKey } = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
    assert.equal(await createTokens({ server, clientId: 'a', privateKey }).token(), 'good');
    assert.equal(counts.tokens, 2);
    const proofKey = await createProofKey();
    assert.equal(await createTokens({ server, ...client, proofKey }).token(), 'good');
    assert.equal(counts.tokens, 4);
  });
}

test('a proof that is refused for another reason is sent once, also by a server whose clock runs wild', async (t) => {
  let days = 0;
  const { server, counts } = await serviceOf(t, (res) => {
    days += 1;
    const date = new Date(days * 86_400_000).toUTCString();
    json(res, 401, { error: 'invalid_client' }, { date });
  });
  const { privateKey } = await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify']);
  await assert.rejects(createTokens({ server, clientId: 'a', privateKey }).token(), { code: 'invalid_client' });
  assert.equal(counts.tokens, 2);
});

test("a clock that is set back ends no wait later: neither refused credentials' nor a token's", async (t) => {
  let now = Date.now();
  let isRight = false;
  let given = 0;
  const { server } = await serviceOf(t, (res) => {
    if (!isRight) return json(res, 401, { error: 'invalid_client' });
    given += 1;
    json(res, 200, { access_token: `token-${given}`, expires_in: 3600 });
  });
  const tokens = createTokens({ server, ...client, now: () => now });
  await assert.rejects(tokens.token(), { code: 'invalid_client' });
  isRight = true;
  now -= 3 * 3_600_000;
  assert.equal(await tokens.token(), 'token-1');
  now -= 3 * 3_600_000;
  assert.equal(await tokens.token(), 'token-2', 'nobody knows when the one before ends');
});

test('a token that was asked for before it was forgotten is not kept', async (t) => {
  const waiting: (() => void)[] = [];
  let given = 0;
  const { server } = await serviceOf(t, (res) => {
    waiting.push(() => {
      given += 1;
      json(res, 200, { access_token: `token-${given}`, expires_in: 3600 });
    });
    if (waiting.length === 1) asked();
    else waiting.at(-1)?.();
  });
  let asked = () => {};
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const tokens = createTokens({ server, ...client });
  const first = tokens.token();
  await isAsked;
  const forgotten = tokens.forget();
  waiting[0]?.();
  assert.equal(await first, 'token-1');
  await forgotten;
  assert.equal(await tokens.token(), 'token-2');
});

test('a server that refuses every token is not asked for one a call', async (t) => {
  let now = Date.now();
  let given = 0;
  const { server, counts } = await serviceOf(t, (res) => {
    given += 1;
    json(res, 200, { access_token: `token-${given}`, expires_in: 3600 });
  });
  const calls = new RapidsosClient({ server, ...client, now: () => now });
  const refused = async () => {
    const all = await Promise.allSettled(Array.from({ length: 200 }, () => calls.alert('x')));
    assert.ok(all.every(({ status }) => status === 'rejected'));
  };
  await refused();
  for (let i = 0; i < 20; i += 1) await assert.rejects(calls.alert('x'), { status: 401 });
  assert.equal(counts.tokens, 2);
  now += 10_000;
  await refused();
  assert.equal(counts.tokens, 3);
});

for (const stated of [0, -5, '0', '-1', null, true, 'soon', {}, 1e12, 1e300]) {
  test(`a token whose lifetime is stated as ${JSON.stringify(stated)} is not asked for at every call`, async (t) => {
    const { server, counts } = await serviceOf(t, (res) => json(res, 200, { access_token: 'a', expires_in: stated }));
    const tokens = createTokens({ server, ...client, tokenRetry });
    for (let call = 0; call < 3; call += 1) assert.equal(await tokens.token(), 'a');
    assert.equal(counts.tokens, 1);
  });
}

for (const date of ['5', '-1', '0', '2026', 'yesterday', '2020-01-01T00:00:00Z', '']) {
  test(`a Date header of ${JSON.stringify(date)} is none, and no clock is measured by it`, async (t) => {
    const { server } = await serviceOf(t, (res) => {
      res.sendDate = false;
      json(res, 200, { access_token: 'a', expires_in: 3600 }, { date });
    });
    const skews: number[] = [];
    const tokens = createTokens({ server, ...client, tokenRetry, onClockSkew: (ms) => void skews.push(ms) });
    await tokens.token();
    assert.deepEqual([skews, tokens.clockSkewMs], [[], 0]);
  });
}

const FAR = Date.now() + 1e9;
for (const stored of [
  { access_token: 'two\nlines', token_type: 'Bearer', obtained_at: 1, expires_at: FAR },
  { access_token: 'a-token', token_type: 'Bearer\r\nX-Other: y', obtained_at: 1, expires_at: FAR },
  { access_token: 'a-token', token_type: 'Bearer', obtained_at: 1, expires_at: String(FAR) },
  { access_token: 7, token_type: 'Bearer', obtained_at: 1, expires_at: FAR },
  'a-token',
  [],
]) {
  test(`a store that gives back ${JSON.stringify(stored).slice(0, 60)} has no token`, async (t) => {
    const { server } = await serviceOf(t, (res) => json(res, 200, { access_token: 'a-new-token', expires_in: 3600 }));
    const written: unknown[] = [];
    const store = {
      read: async () => stored as never,
      write: async (_: string, token: unknown) => void written.push(token),
      exclusively: <T>(_: string, run: () => Promise<T>) => run(),
    };
    assert.equal(await createTokens({ server, ...client, tokenRetry, store }).token(), 'a-new-token');
    assert.equal(written.length, 1);
  });
}
