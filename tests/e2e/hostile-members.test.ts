import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type Actors, actorsOf, type Credentials, permitted, thingsOf } from './actors.ts';
import { type HttpRequest, send } from './http-client.ts';
import type { Body } from './route-case.ts';
import { type CheckedRoute, inTurn, type Things } from './route-cases.ts';
import { clientToken, signIn } from './sandbox.ts';

const nested = (opening: string, closing: string, levels: number) =>
  JSON.parse(`${opening.repeat(levels)}${opening === '[' ? '' : 1}${closing.repeat(levels)}`) as unknown;

/** What stands in the place of a member, whatever it should be. */
const VALUES: readonly unknown[] = [
  ...[nested('[', ']', 2_500), nested('{"a":', '}', 2_000), [[]], {}],
  ...[{ toString: 1, constructor: { prototype: 1 }, length: -1 }, true, -1, 1e308],
  ...['', 'constructor', '\u202e\ufeff', '💥'.repeat(3_000), '-000001-01-01T00:00:00Z', 'https://[::1'],
];
const QUERY_VALUES = ['-1', '1e309', 'constructor', '%F0%9F', '9'.repeat(400), '(((', ',,'];
/** What would end the sessions that the others need, or has a flood's allowance. */
const LEFT_OUT = /\/(session|password|factor|recovery|passkey|developers)/;

/** Every member of the body by its path, three levels deep. */
function pathsOf(body: unknown, levels = 3): string[][] {
  if (levels === 0 || typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) => [
    [name],
    ...pathsOf(value, levels - 1).map((path) => [name, ...path]),
  ]);
}

function replaced(body: unknown, [name = '', ...rest]: readonly string[], value: unknown): unknown {
  const at = (body as Record<string, unknown>)[name];
  const inner = rest.length === 0 ? value : replaced(at, rest, value);
  if (Array.isArray(body)) return body.map((each, index) => (String(index) === name ? inner : each));
  return { ...(body as object), [name]: inner };
}

describe('whatever stands in the place of a member or a query parameter', () => {
  let server: GatewayProcess;
  let actors: Actors;
  let things: Things;
  let alarm: Credentials;
  let operator: Credentials;
  before(async () => {
    const unlimited = ['FAILURES', 'NAMES', 'READS', 'ALERTS', 'TOKENS'].map((of) => [
      `SALLYPORT_LIMIT_${of}_PER_MINUTE`,
      '0',
    ]);
    server = await startGatewayProcess({
      publicHost: 'localhost',
      env: { ...Object.fromEntries(unlimited), SALLYPORT_LOG_LEVEL: 'warn' },
    });
    actors = await actorsOf(server.url, 'sandbox-county');
    things = await thingsOf(server.url, 'sandbox-county', actors);
    alarm = { token: await clientToken(server.url, 'sandbox-alarm') };
    operator = { jar: await signIn(server.url, 'operator') };
  });
  after(() => server?.stop());

  async function answers(checked: CheckedRoute, made: Partial<HttpRequest>, what: string): Promise<void> {
    const { method } = checked.route;
    const credentials = permitted(checked.route, actors, alarm, operator);
    const request = { method, path: checked.path(things), ...credentials, ...made };
    const { status, text } = await send(server.url, request as HttpRequest);
    assert.ok(status < 500 || status === 503, `${checked.name}, ${what}: ${status} ${text.slice(0, 300)}`);
  }

  const isRead = ({ route }: CheckedRoute) =>
    route.body === 'json' || route.body === 'form-or-json' || route.body === 'json-or-media';

  for (const checked of inTurn().filter((each) => isRead(each) && !LEFT_OUT.test(each.route.path))) {
    test(`${checked.name} refuses or takes it`, async () => {
      const good = (checked.body?.(things) ?? {}) as Body;
      for (const path of [...pathsOf(good), ['further']]) {
        for (const value of VALUES) {
          const what = `${path.join('.')} = ${JSON.stringify(value).slice(0, 40)}`;
          await answers(checked, { json: replaced(good, path, value) as Body }, what);
        }
      }
    });
  }

  for (const checked of inTurn()) {
    const names = Object.keys((checked.route.schema.query as { properties?: object } | undefined)?.properties ?? {});
    if (names.length === 0 || checked.route.method !== 'GET') continue;
    test(`${checked.name} refuses or takes it in its query`, async () => {
      const [path = ''] = checked.path(things).split('?');
      for (const name of names) {
        for (const value of QUERY_VALUES)
          await answers(checked, { path: `${path}?${name}=${value}` }, `${name}=${value}`);
      }
    });
  }

  test('nothing of it is an error in the log', () => {
    const errors = server
      .output()
      .split('\n')
      .filter((line) => /"level":"(error|fatal)"/.test(line));
    assert.deepEqual(errors.slice(0, 20), []);
  });
});
