import assert from 'node:assert/strict';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, beforeEach, describe, it } from 'node:test';
import { bearer, cookie, isRefusal, noAuth, Sallyport, SallyportError } from './index.ts';

interface Seen {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}
interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

let server: Server;
let baseUrl: string;
let seen: Seen[] = [];
let answer: Answer;

before(async () => {
  server = createServer((req, res) => {
    let body = '';
    req.setEncoding('utf8');
    req.on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      seen.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers, body });
      res.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.close();
});
beforeEach(() => {
  seen = [];
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): void {
  answer = { status, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) };
}

async function refusalOf(promise: Promise<unknown>): Promise<SallyportError> {
  const error = await promise.then(
    () => assert.fail('expected a refusal'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SallyportError);
  return error;
}

describe('Sallyport', () => {
  it('opens a call and goes on about it, each once a key', async () => {
    const sallyport = new Sallyport({ baseUrl, auth: bearer('token') });
    json(201, { id: 'call 1' });
    await sallyport.calls.open({ call: { caller_phone_number: '+15555550123' } }, 'key-1');
    await sallyport.calls.change('call 1', [{ note: { text: 'Smoke' } }], 'key-2');
    await sallyport.calls.change('call 1', [{ end: {} }]);
    assert.deepEqual(
      seen.map(({ method, url, headers, body }) => [method, url, headers['idempotency-key'], body]),
      [
        ['POST', '/api/incidents', 'key-1', '{"call":{"caller_phone_number":"+15555550123"}}'],
        ['POST', '/api/incidents/call%201/changes', 'key-2', '{"changes":[{"note":{"text":"Smoke"}}]}'],
        ['POST', '/api/incidents/call%201/changes', undefined, '{"changes":[{"end":{}}]}'],
      ],
    );
  });

  it('asks for a client token as a form with form-encoded Basic credentials (RFC 6749 section 2.3.1)', async () => {
    json(200, { access_token: 'a', token_type: 'Bearer', expires_in: 3600, scope: 'alerts', issued_at: 1 });
    const sallyport = new Sallyport({ baseUrl, auth: noAuth });
    const token = await sallyport.requestToken({
      grant: 'client_credentials',
      clientId: 'sandbox cad',
      clientSecret: 'a:b%',
      scope: 'alerts',
    });
    assert.equal(token.expires_in, 3600);
    assert.equal(seen[0]?.url, '/oauth/token');
    assert.equal(seen[0]?.headers.authorization, `Basic ${btoa('sandbox+cad:a%3Ab%25')}`);
    assert.equal(seen[0]?.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(seen[0]?.body, 'grant_type=client_credentials&scope=alerts');
  });

  it('asks for a user token on the v2 path', async () => {
    json(200, { access_token: 'a' });
    const sallyport = new Sallyport({ baseUrl, auth: noAuth });
    await sallyport.requestTokenV2({
      grant: 'password',
      clientId: 'sandbox-cad',
      clientSecret: 's',
      username: 'agent@sandbox.test',
      password: 'p w',
    });
    assert.equal(seen[0]?.url, '/oauth/v2/token');
    assert.equal(seen[0]?.body, 'grant_type=password&username=agent%40sandbox.test&password=p+w');
  });

  it('asks a token function anew for every request', async () => {
    json(200, { url: 'http://x/d/1' });
    let count = 0;
    const sallyport = new Sallyport({ baseUrl, auth: bearer(() => `token-${++count}`) });
    await sallyport.createDeeplink({ query: 'tel://15555555555' });
    await sallyport.createDeeplink({ query: 'tel://15555555555' });
    assert.deepEqual(
      seen.map((call) => call.headers.authorization),
      ['Bearer token-1', 'Bearer token-2'],
    );
  });

  it('sends an alert with its idempotency key', async () => {
    json(200, { alert_id: 'alert-1', status: { name: 'NEW', display_name: 'New' }, created_time: 1 });
    const sallyport = new Sallyport({ baseUrl: `${baseUrl}/`, auth: bearer('t') });
    const alert = await sallyport.triggerAlert({ callflow: 'sandbox', variables: { user_name: 'A' } }, 'key-1');
    assert.equal(alert.alert_id, 'alert-1');
    assert.equal(seen[0]?.url, '/v1/rem/trigger');
    assert.equal(seen[0]?.headers['idempotency-key'], 'key-1');
  });

  it('names the deeplink on every call of its session', async () => {
    json(200, { incidents: [], next_before: null });
    const sallyport = new Sallyport({ baseUrl, auth: cookie('dl_1') });
    await sallyport.incidents.list({ limit: 5, before: null });
    assert.equal(seen[0]?.headers['x-sallyport-deeplink'], 'dl_1');
    assert.equal(seen[0]?.headers.authorization, undefined);
    assert.equal(seen[0]?.url, '/api/incidents?limit=5');
  });

  it('answers undefined for 204', async () => {
    answer = { status: 204 };
    assert.equal(await new Sallyport({ baseUrl, auth: cookie() }).session.signOut(), undefined);
    assert.equal(seen[0]?.method, 'DELETE');
  });

  it('shows the headers of every answer, refusals included', async () => {
    json(401, { detail: 'no' }, { date: 'Sat, 21 Nov 2026 10:00:00 GMT' });
    const dates: (string | null)[] = [];
    const sallyport = new Sallyport({
      baseUrl,
      auth: cookie(),
      onAnswer: (headers) => dates.push(headers.get('date')),
    });
    await refusalOf(sallyport.session.read());
    assert.deepEqual(dates, ['Sat, 21 Nov 2026 10:00:00 GMT']);
  });
});

describe('SallyportError', () => {
  it('reads a problem document', async () => {
    json(410, {
      type: 'x',
      title: 'Gone',
      status: 410,
      code: 'deeplink_expired',
      detail: 'The hour is over.',
      request_id: 'req_1',
    });
    const error = await refusalOf(new Sallyport({ baseUrl, auth: cookie() }).session.redeemDeeplink('a/b'));
    assert.equal(seen[0]?.url, '/d/a%2Fb');
    assert.ok(isRefusal(error, 'deeplink_expired'));
    assert.deepEqual([error.status, error.detail, error.requestId], [410, 'The hour is over.', 'req_1']);
  });

  it('reads the OAuth shape', async () => {
    json(401, { error: 'invalid_client', error_description: 'Unknown client.' }, { 'x-request-id': 'req_2' });
    const sallyport = new Sallyport({ baseUrl, auth: noAuth });
    const error = await refusalOf(
      sallyport.requestToken({ grant: 'client_credentials', clientId: 'x', clientSecret: 'y' }),
    );
    assert.deepEqual([error.code, error.detail, error.requestId], ['invalid_client', 'Unknown client.', 'req_2']);
  });

  it('reads the detail shape, with a code made from the status and the seconds to wait', async () => {
    json(429, { detail: 'Slow down.' }, { 'retry-after': '17' });
    const error = await refusalOf(
      new Sallyport({ baseUrl, auth: bearer('t') }).triggerAlert({ callflow: 'c', variables: {} }),
    );
    assert.deepEqual([error.code, error.detail, error.retryAfterSeconds], ['too_many_requests', 'Slow down.', 17]);
  });

  it('survives a body that is not JSON', async () => {
    answer = { status: 502, headers: { 'content-type': 'text/html' }, body: '<h1>Bad gateway</h1>' };
    const error = await refusalOf(new Sallyport({ baseUrl, auth: cookie() }).mapSettings());
    assert.deepEqual([error.status, error.code], [502, 'server_error']);
  });

  it('is one error also when no answer comes', async () => {
    const error = await refusalOf(new Sallyport({ baseUrl: 'http://127.0.0.1:1', auth: cookie() }).mapSettings());
    assert.deepEqual([error.status, error.code], [0, 'unreachable']);
  });

  it('rethrows the reason of an aborted call', async () => {
    json(200, {});
    const reason = new Error('left the page');
    await assert.rejects(
      new Sallyport({ baseUrl, auth: cookie() }).mapSettings(AbortSignal.abort(reason)),
      (thrown) => thrown === reason,
    );
  });
});
