import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { type Actors, actorsOf, type Credentials, forbidden, permitted, thingsOf } from '../e2e/actors.ts';
import { LIVEKIT_ENV } from '../e2e/audio-cases.ts';
import { type HttpAnswer, type HttpRequest, send } from '../e2e/http-client.ts';
import { dialectOf, otherMethod } from '../e2e/refusal-shape.ts';
import {
  type CheckedRoute,
  changed,
  checkedRoutes,
  inTurn,
  NOBODY,
  rightBody,
  type Things,
  undeclared,
} from '../e2e/route-cases.ts';
import { clientToken, signIn } from '../e2e/sandbox.ts';
import { assertGolden } from './golden-file.ts';
import { keysOf, shapeOf } from './shape.ts';

const DEFAULT_BODY_LIMIT_BYTES = 65_536;

let server: GatewayProcess;
let actors: Actors;
let things: Things;
let alarm: Credentials;
let operator: Credentials;

before(async () => {
  server = await startGatewayProcess({
    publicHost: 'localhost',
    env: { ...LIVEKIT_ENV, SALLYPORT_LIMIT_FAILURES_PER_MINUTE: '0' },
  });
  actors = await actorsOf(server.url, 'sandbox-county');
  things = await thingsOf(server.url, 'sandbox-county', actors);
  alarm = { token: await clientToken(server.url, 'sandbox-alarm') };
  operator = { jar: await signIn(server.url, 'operator') };
});
after(() => server?.stop());

function describeAnswer({ status, headers, text }: HttpAnswer, encode = shapeOf): unknown {
  const type = headers.get('content-type');
  const challenge = headers.get('www-authenticate');
  const allow = headers.get('allow');
  return {
    status,
    ...(type !== null && { content_type: type }),
    ...(challenge !== null && { challenge }),
    ...(allow !== null && { allow }),
    ...(text !== '' && { body: type?.includes('json') || text.startsWith('{') ? encode(JSON.parse(text)) : '<page>' }),
  };
}

/** The requests whose answers are kept, by name: one of each kind of refusal a route knows. */
function refusedRequests(checked: CheckedRoute): Record<string, HttpRequest> {
  const { route, body } = checked;
  const good = body?.(things);
  const make = (who: Credentials, changes: Partial<HttpRequest> = {}): HttpRequest => ({
    method: route.method,
    path: checked.path(things),
    ...(good !== undefined && changes.body === undefined && { json: good }),
    ...who,
    ...changes,
    headers: { ...who.headers, ...changes.headers },
  });
  const allowed = permitted(route, actors, alarm, operator);
  const json = { 'content-type': 'application/json' };
  const made: Record<string, HttpRequest> = {
    'another method': { method: otherMethod(route), path: checked.path(things) },
  };
  if (route.access.kind !== 'public') {
    made['no credentials'] = make({});
    made['a bad token'] = make({ token: 'not-a-token' });
  }
  const [who] = Object.entries(forbidden(route, actors));
  if (who !== undefined) made[`asked by ${who[0]}`] = make(who[1]);
  if (checked.unknown === 404) {
    made['an unknown id'] = make(allowed, { path: checked.path(NOBODY), ...(body && { json: body(NOBODY) }) });
  }
  if (route.method !== 'GET') {
    const limit = route.bodyLimitBytes ?? DEFAULT_BODY_LIMIT_BYTES;
    made['an oversized body'] = make(allowed, { body: `{"a":"${'x'.repeat(limit)}"}`, headers: json });
  }
  if (good !== undefined) {
    made['malformed JSON'] = make(allowed, { body: '{', headers: json });
    made['another content type'] = make(allowed, { body: '<a/>', headers: { 'content-type': 'application/xml' } });
    for (const field of checked.missing ?? []) {
      made[`without ${field}`] = make(allowed, { json: changed(good, [field, undefined]) });
    }
  }
  if (route.body === 'form-or-json' && good !== undefined && 'client_secret' in good) {
    made['a wrong secret'] = make({}, { json: changed(good, ['client_secret', 'wrong']) });
    made['a wrong grant type'] = make({}, { json: changed(good, ['grant_type', 'magic']) });
    made['a scope it may not have'] = make({}, { json: { ...good, scope: 'alerts:trigger' } });
    made['an unknown user'] = make(
      {},
      {
        json: { ...good, grant_type: 'password', username: 'nobody@nowhere.test', password: 'wrong' },
      },
    );
  }
  for (const query of checked.wrongQueries?.slice(0, 2) ?? []) {
    made[`the query ${query}`] = make(allowed, { path: `${route.path}${query}` });
  }
  return made;
}

test('every success and refusal body of every route is as it was agreed, byte shape for byte shape', async () => {
  assert.deepEqual(undeclared(), []);
  const answers = new Map<string, Record<string, unknown>>();
  for (const checked of checkedRoutes()) {
    const refused: Record<string, unknown> = {};
    for (const [what, made] of Object.entries(refusedRequests(checked))) {
      refused[what] = describeAnswer(await send(server.url, made));
    }
    answers.set(checked.name, refused);
  }
  for (const checked of inTurn()) {
    const answer = await send(server.url, {
      method: checked.route.method,
      path: checked.path(things),
      ...permitted(checked.route, actors, alarm, operator),
      ...rightBody(checked, things),
    });
    assert.equal(answer.status, checked.success, `${checked.name}: ${answer.text}`);
    answers.set(checked.name, {
      success: describeAnswer(answer, checked.isMeasured ? keysOf : shapeOf),
      ...answers.get(checked.name),
    });
  }
  const byDialect = Map.groupBy(checkedRoutes(), ({ route }) => dialectOf(route));
  assert.ok(byDialect.size >= 3);
  for (const [dialect, routes] of byDialect) {
    assertGolden(`${dialect}.json`, Object.fromEntries(routes.map(({ name }) => [name, answers.get(name)])));
  }
});
