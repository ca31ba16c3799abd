import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { needsNoBody } from '../../packages/gateway/src/http/absent-members.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type TestPostgres, testPostgres } from '../../packages/testing/src/postgres.ts';
import { type Actors, actorsOf, badTokens, type Credentials, forbidden, permitted, thingsOf } from './actors.ts';
import { LIVEKIT_ENV } from './audio-cases.ts';
import { CookieJar, type HttpRequest, send } from './http-client.ts';
import { assertRefused, dialectOf, isForeignForm, otherMethod, ROUTES } from './refusal-shape.ts';
import {
  type CheckedRoute,
  changed,
  checkedRoutes,
  inTurn,
  NOBODY,
  rightBody,
  type Things,
  undeclared,
} from './route-cases.ts';
import { clientToken, signIn } from './sandbox.ts';
import { fingerprint, openStoredRows, type StoredRows } from './stored-rows.ts';

const ROUTES_AT_LEAST = 30;
const DEFAULT_BODY_LIMIT_BYTES = 65_536;
const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

test('every route has a declared case, and the table was really seen', () => {
  assert.deepEqual(undeclared(), [], 'declare what these routes refuse in tests/e2e/route-cases.ts');
  assert.ok(checkedRoutes().length >= ROUTES_AT_LEAST, `only ${checkedRoutes().length} routes seen`);
  assert.equal(checkedRoutes().length, ROUTES.length);
});

/** Files that are not what they state, or not what is taken. */
function unreadableDocuments(): Record<string, [number, Partial<HttpRequest>]> {
  const named = (type: string) => ({ headers: { 'content-type': type } });
  return {
    'no body at all': [400, {}],
    'an empty file': [400, { body: '', ...named('image/png') }],
    'a page that states it is a picture': [400, { body: '<html><script>1</script></html>', ...named('image/png') }],
    'half a PDF': [400, { body: '%PDF-1.7\n1 0 obj', ...named('application/pdf') }],
    'a program': [400, { body: bytes('MZ\x90\x00'), ...named('application/pdf') }],
    JSON: [415, { json: { content: 'text' } }],
    'an SVG': [415, { body: '<svg/>', ...named('image/svg+xml') }],
    'no content type': [415, { body: bytes('%PDF-1.7 %%EOF') }],
    'a form': [415, { form: { a: 'b' } }],
  };
}

/** The same for a file of addresses. */
function unreadableTables(): Record<string, readonly [number, Partial<HttpRequest>]> {
  const named = (type: string) => ({ headers: { 'content-type': type } });
  return {
    'half a GeoJSON': [400, { body: '{"type":"FeatureCollection","features":[', ...named('application/geo+json') }],
    'a CSV without positions': [400, { body: 'number,street\n1,Elm\n', ...named('text/csv') }],
    JSON: [415, { json: { type: 'FeatureCollection' } }],
    'a PDF': [415, { body: '%PDF-1.7 %%EOF', ...named('application/pdf') }],
    'no content type': [415, { body: bytes('number,street') }],
    'a form': [415, { form: { a: 'b' } }],
  };
}

/** Bodies that cannot be read, each with the status it is refused with. */
function unreadable(
  { route, body, takesNoBody }: CheckedRoute,
  things: Things,
): Record<string, readonly [number, Partial<HttpRequest>]> {
  if (route.body === 'document') return unreadableDocuments();
  if (route.body === 'table') return unreadableTables();
  const good = JSON.stringify(body?.(things) ?? {});
  const json = { 'content-type': 'application/json' };
  const isNeeded =
    takesNoBody !== true &&
    (route.body !== 'json' || route.schema.body === undefined || !needsNoBody(route.schema.body));
  const nothing = { 'no body at all': [400, {}], 'an empty body': [400, { body: '', headers: json }] } as const;
  const both = {
    'malformed JSON': [400, { body: '{"a": ', headers: json }],
    ...(isNeeded && nothing),
    'invalid UTF-8': [400, { body: bytes('{"a": "\xff\xfe"}'), headers: json }],
    'a NUL character': [400, { body: '{"grant_type": "a\\u0000", "query": "\\u0000"}', headers: json }],
    'a forbidden name': [400, { body: '{"__proto__": {"a": 1}}', headers: json }],
    'another charset': [415, { body: good, headers: { 'content-type': 'application/json; charset=utf-16' } }],
    'plain text': [415, { body: good, headers: { 'content-type': 'text/plain' } }],
    XML: [415, { body: '<alert/>', headers: { 'content-type': 'application/xml' } }],
  } satisfies Record<string, readonly [number, Partial<HttpRequest>]>;
  if (route.body === 'json' || route.body === 'json-or-media') {
    return {
      ...both,
      'a list': [400, { body: '[]', headers: json }],
      ...(isNeeded && ({ null: [400, { body: 'null', headers: json }] } as const)),
      'a bare text': [400, { body: '"text"', headers: json }],
      'a form': [415, { form: { a: 'b' } }],
      'no content type': [415, { body: bytes(good) }],
    };
  }
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  return {
    ...both,
    'a parameter sent twice': [400, { body: 'grant_type=password&grant_type=password', headers: form }],
    ...(takesNoBody !== true && ({ 'an empty form': [400, { body: '', headers: form }] } as const)),
    'a nested object': [400, { body: '{"grant_type": {"a": 1}}', headers: json }],
  };
}

function refusalsOf(engine: 'SQLite' | 'PostgreSQL'): void {
  let postgres: TestPostgres | undefined;
  let server: GatewayProcess;
  let rows: StoredRows;
  let actors: Actors;
  let things: Things;
  let alarm: Credentials;
  let operator: Credentials;
  let stored: unknown;
  let bad: Readonly<Record<string, string>>;

  before(async () => {
    postgres = engine === 'PostgreSQL' ? await testPostgres() : undefined;
    const databaseUrl = await postgres?.newMigratedDatabase();
    // The shared allowance of one address would run out; floods have a server of their own below.
    const env = {
      ...LIVEKIT_ENV,
      SALLYPORT_LIMIT_FAILURES_PER_MINUTE: '0',
      SALLYPORT_LIMIT_NAMES_PER_MINUTE: '0',
      SALLYPORT_LOG_LEVEL: 'warn',
    };
    server = await startGatewayProcess({
      publicHost: 'localhost',
      ...(databaseUrl !== undefined && { databaseUrl }),
      env,
    });
    rows = await openStoredRows(server, databaseUrl);
    actors = await actorsOf(server.url, 'sandbox-county');
    things = await thingsOf(server.url, 'sandbox-county', actors);
    alarm = { token: await clientToken(server.url, 'sandbox-alarm') };
    operator = { jar: await signIn(server.url, 'operator') };
    stored = await fingerprint(rows);
    bad = await badTokens(server.url, rows, String(actors.userToken.token));
  });
  after(async () => {
    await rows?.close();
    await server?.stop();
    await postgres?.stop();
  });

  const request = (checked: CheckedRoute, credentials: Credentials, changes: Partial<HttpRequest> = {}) => ({
    method: checked.route.method,
    path: checked.path(things),
    ...credentials,
    ...changes,
    headers: { ...credentials.headers, ...changes.headers },
  });
  const allowed = ({ route }: CheckedRoute) => permitted(route, actors, alarm, operator);
  const right = (checked: CheckedRoute, of = things) => rightBody(checked, of);
  async function refuses(checked: CheckedRoute, status: number, what: string, made: HttpRequest): Promise<string> {
    return assertRefused(await send(server.url, made), status, checked.route, `${checked.name}, ${what}`);
  }
  const writesNothing = async (what: string) => assert.deepEqual(await fingerprint(rows), stored, what);

  for (const checked of checkedRoutes()) {
    const { name, route } = checked;

    if (route.access.kind !== 'public') {
      test(`${name} refuses strangers and every bad credential with 401, and writes nothing`, async () => {
        const body = right(checked);
        await refuses(checked, 401, 'no credentials', request(checked, {}, body));
        for (const [what, token] of Object.entries(bad)) {
          await refuses(checked, 401, `a token ${what}`, request(checked, { token }, body));
        }
        const basic = { authorization: `Basic ${Buffer.from('sandbox-cad:sandbox-cad-secret').toString('base64')}` };
        await refuses(checked, 401, 'Basic', request(checked, {}, { ...body, headers: basic }));
        const jar = new CookieJar().set('sallyport_session', 'made-up');
        await refuses(checked, 401, 'a made-up session', request(checked, { jar }, body));
        const headers = { 'x-sallyport-deeplink': things.deeplinkId };
        await refuses(checked, 401, "another browser's deeplink", request(checked, { headers }, body));
        await writesNothing(name);
      });

      test(`${name} refuses those who may not with 403, and writes nothing`, async () => {
        for (const [who, credentials] of Object.entries(forbidden(route, actors))) {
          await refuses(checked, 403, who, request(checked, credentials, right(checked)));
        }
        await writesNothing(name);
      });
    }

    if (route.method !== 'GET' && !isForeignForm(route) && (route.access.kind === 'public' || allowed.length > 0)) {
      test(`${name} refuses a page of another site that uses this browser's cookies with 403`, async () => {
        const { access } = route;
        if (access.kind === 'token') return;
        const credentials = access.kind === 'public' ? {} : allowed(checked);
        const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
        await refuses(checked, 403, 'cross-site', request(checked, credentials, { ...right(checked), headers }));
        const origin = { origin: 'https://evil.example' };
        await refuses(checked, 403, 'origin', request(checked, credentials, { ...right(checked), headers: origin }));
        await writesNothing(name);
      });
    }

    if (route.body !== 'none') {
      test(`${name} refuses bodies it cannot read with 400 or 415, and writes nothing`, async () => {
        for (const [what, [status, made]] of Object.entries(unreadable(checked, things))) {
          await refuses(checked, status, what, request(checked, allowed(checked), made));
        }
        await writesNothing(name);
      });

      test(`${name} refuses wrong, missing and too long fields with 400 that names them, and writes nothing`, async () => {
        const good = checked.body?.(things) ?? {};
        for (const field of checked.missing ?? []) {
          const made = request(checked, allowed(checked), { json: changed(good, [field, undefined]) });
          const detail = await refuses(checked, 400, `${field} missing`, made);
          assert.match(detail.toLowerCase(), /missing|needs/, `${name} without ${field} states: ${detail}`);
        }
        for (const [field, value] of [...(checked.wrong ?? []), ...(checked.tooLong ?? [])]) {
          const made = request(checked, allowed(checked), { json: changed(good, [field, value]) });
          await refuses(checked, 400, `${field} = ${JSON.stringify(value).slice(0, 60)}`, made);
        }
        if (dialectOf(route) === 'native' && route.body === 'json') {
          const json = { ...good, nobody_knows: 1 };
          const detail = await refuses(checked, 400, 'unknown field', request(checked, allowed(checked), { json }));
          assert.match(detail, /nobody_knows/);
        }
        await writesNothing(name);
      });
    }

    if (checked.wrongQueries !== undefined) {
      test(`${name} refuses wrong queries with 400`, async () => {
        for (const query of checked.wrongQueries ?? []) {
          const path = `${route.path}${query}`;
          await refuses(checked, 400, query, request(checked, allowed(checked), { path }));
        }
      });
    }

    if (route.method !== 'GET') {
      test(`${name} refuses an oversized body with 413 that states the limit, and writes nothing`, async () => {
        const limit = route.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
        const body = `{"a": "${'x'.repeat(limit)}"}`;
        // Where a file is what is sent, what is no file has a limit of its own.
        const type = { document: 'application/pdf', table: 'text/csv' }[route.body as string] ?? 'application/json';
        const headers = { 'content-type': type };
        const made = request(checked, allowed(checked), { body, headers });
        const detail = await refuses(checked, 413, 'oversized', made);
        // A page has its sentence inside.
        if (!isForeignForm(route)) assert.match(detail, new RegExp(`\\b${limit}\\b`));
        await writesNothing(name);
      });
    }

    if (checked.unknown !== undefined && checked.unknown !== 200) {
      test(`${name} refuses an unknown id with ${checked.unknown}, and writes nothing`, async () => {
        const made = { path: checked.path(NOBODY), ...right(checked, NOBODY) };
        await refuses(checked, checked.unknown ?? 404, 'unknown', request(checked, allowed(checked), made));
        await writesNothing(name);
      });
    }

    test(`${name} refuses another method with 405 that allows ${route.method}`, async () => {
      for (const path of [checked.path(things), `${checked.path(things).split('?')[0]}/`]) {
        const method = otherMethod(route);
        await refuses(checked, 405, `${method} ${path}`, { method, path });
      }
    });
  }

  test('a wrong secret, an unknown client and a wrong password are 401, in the same words whoever exists', async () => {
    for (const checked of checkedRoutes().filter(({ route }) => route.body === 'form-or-json')) {
      const good = checked.body?.(things) ?? {};
      if (!('client_secret' in good)) continue;
      const stated = new Set<string>();
      for (const change of [
        ['client_secret', 'wrong'],
        ['client_id', 'nobody'],
        ['client_id', 'x'.repeat(5_000)],
      ] as const) {
        const made = { method: 'POST', path: route(checked), json: changed(good, change) };
        stated.add(await refuses(checked, 401, String(change[0]), made));
      }
      assert.equal(stated.size, 1);
    }
    await writesNothing('wrong credentials');
  });
  const route = (checked: CheckedRoute) => checked.path(things);

  test('a URL that cannot be read is refused in the shape of its dialect and does not echo itself', async () => {
    const portal = checkedRoutes().find(({ name }) => name === 'GET /api/incidents/:id') as CheckedRoute;
    for (const path of ['/api/incidents/%E0%A4%A', `/api/incidents/${'a'.repeat(300)}`, '/api/incidents/a%00b']) {
      const answer = await send(server.url, { path, ...actors.userToken });
      assertRefused(answer, answer.status === 414 ? 414 : 400, portal.route, path.slice(0, 40));
      assert.ok(!answer.text.includes(path.slice(16)), answer.text);
    }
  });

  test('what was refused above succeeds when it is asked rightly, so the refusals were for the reason named', async () => {
    for (const checked of inTurn()) {
      const answer = await send(server.url, request(checked, allowed(checked), right(checked)));
      assert.equal(answer.status, checked.success, `${checked.name}: ${answer.text}`);
      // Without a mail server no mail waits, and a right request about one is still a refusal.
      const isDeclared = checked.success >= 400 || checked.route.schema.responses[checked.success] !== undefined;
      assert.ok(isDeclared, `${checked.name} declares its status`);
    }
  });

  test('nothing above made the server fail', async () => {
    const failures = server
      .output()
      .split('\n')
      .filter((line) => /"level":"(error|fatal)"/.test(line));
    assert.deepEqual(failures, []);
  });
}

describe('refusals over HTTP, SQLite', () => refusalsOf('SQLite'));
describe('refusals over HTTP, PostgreSQL', () => refusalsOf('PostgreSQL'));

describe('floods', () => {
  let server: GatewayProcess;
  let rows: StoredRows;
  let actors: Actors;
  let alarm: Credentials;
  let operator: Credentials;
  const PER_MINUTE = 6;

  before(async () => {
    const kinds = ['TOKENS', 'ALERTS', 'READS', 'SIGN_INS', 'FAILURES'];
    const env = Object.fromEntries(kinds.map((kind) => [`SALLYPORT_LIMIT_${kind}_PER_MINUTE`, String(PER_MINUTE)]));
    server = await startGatewayProcess({ env: { ...env, ...LIVEKIT_ENV } });
    rows = await openStoredRows(server, undefined);
    actors = await actorsOf(server.url, 'sandbox-county');
    alarm = { token: await clientToken(server.url, 'sandbox-alarm') };
    operator = { jar: await signIn(server.url, 'operator') };
  });
  after(async () => {
    await rows?.close();
    await server?.stop();
  });

  for (const checked of checkedRoutes()) {
    test(`${checked.name} answers a flood with 429 and Retry-After, and writes nothing`, async () => {
      const { route } = checked;
      const stored = await fingerprint(rows);
      const isSignIn = route.body === 'form-or-json' || /^POST .*\/session$/.test(checked.name);
      // A token route and a sign-in count failures and tokens; the others count every request, also a wrong one.
      const nobody = { client_secret: 'wrong', email: 'nobody@sandbox.test', password: 'wrong' };
      const good = checked.body?.(NOBODY) ?? {};
      const json = isSignIn
        ? Object.fromEntries(Object.entries({ ...good, ...nobody }).filter(([name]) => name in good))
        : {};
      const made: HttpRequest = {
        method: route.method,
        path: checked.path(NOBODY),
        ...permitted(route, actors, alarm, operator),
        ...(route.body !== 'none' && route.body !== 'document' && route.body !== 'table' && { json }),
      };
      for (let sent = 0; sent <= PER_MINUTE + 1; sent += 1) {
        const answer = await send(server.url, made);
        if (answer.status !== 429) continue;
        assertRefused(answer, 429, route, checked.name);
        assert.deepEqual(await fingerprint(rows), stored);
        return;
      }
      assert.fail(`${PER_MINUTE + 2} requests in a row and no 429`);
    });
  }

  test("one client's flood of token requests ends in 429 while other clients get theirs", async () => {
    const form = { grant_type: 'client_credentials', client_id: 'harbor-cad', client_secret: 'harbor-cad-secret' };
    const statuses: number[] = [];
    for (let sent = 0; sent <= PER_MINUTE + 1; sent += 1) {
      statuses.push((await send(server.url, { method: 'POST', path: '/oauth/token', form })).status);
    }
    assert.ok(statuses.includes(429), statuses.join(' '));
    assert.ok((await clientToken(server.url, 'harbor-events')).length > 0);
  });
});
