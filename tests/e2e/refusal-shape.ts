import assert from 'node:assert/strict';
import { DIALECTS } from '../../packages/gateway/src/dialects/index.ts';
import { type Dialect, routesOf } from '../../packages/gateway/src/dialects/routing/dialect.ts';
import type { Route } from '../../packages/gateway/src/dialects/routing/route.ts';
import { type HttpAnswer, jsonOf } from './http-client.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** The members of a dialect's refusals, in their order, and which of them is the sentence for a person. */
const SHAPES: Readonly<Record<string, { readonly members: readonly string[]; readonly sentence: string }>> = {
  oauth: { members: ['error', 'error_description', 'detail'], sentence: 'detail' },
  prepared: { members: ['error', 'message'], sentence: 'message' },
  rapidsos: { members: ['detail'], sentence: 'detail' },
  active911: { members: ['result', 'message'], sentence: 'message' },
  scim: { members: ['schemas', 'status', 'detail'], sentence: 'detail' },
  native: { members: ['type', 'title', 'status', 'code', 'detail', 'request_id'], sentence: 'detail' },
};
const ACTIVE911_TOKEN = { members: ['error', 'error_description'], sentence: 'error_description' };

/** The order in which dialects are asked: what one writes, a later one reads. */
const ORDER = ['oauth', 'active911', 'prepared', 'rapidsos', 'native', 'scim'];

/** Every route of the server. */
export const ROUTES = routesOf<never>(
  DIALECTS.toSorted((left, right) => ORDER.indexOf(left.name) - ORDER.indexOf(right.name)),
);

/** The dialect that has the route. */
export function dialectOf(route: Route<never>): string {
  const dialects: readonly Dialect<never>[] = DIALECTS;
  return dialects.find(({ routes }) => Object.values(routes).includes(route))?.name ?? '';
}

/** A method that the route's path does not take. */
export function otherMethod({ path }: Route<never>): 'PUT' | 'POST' {
  return ROUTES.some((route) => route.method === 'PUT' && route.path === path) ? 'POST' : 'PUT';
}

/** True for a route to which a page of another site posts a form. */
export const isForeignForm = ({ access }: Route<never>) =>
  access.kind === 'public' && access.takesForeignForms === true;

/** True for a route that answers with a page or leads to one, and so refuses with a page too. */
export function isPage(route: Route<never>): boolean {
  const { method, schema } = route;
  return (
    (method === 'GET' || isForeignForm(route)) && Object.values(schema.responses).every((answered) => answered === null)
  );
}

/** Active911 has two spellings: of its token paths, and of its API, whose clients get JSON as text/html. */
const isActive911Api = ({ path }: Route<never>) => path.startsWith('/interface/open_api/api');
function shapeOf(route: Route<never>) {
  const dialect = dialectOf(route);
  if (dialect === 'active911' && !isActive911Api(route)) return ACTIVE911_TOKEN;
  const shape = SHAPES[dialect];
  assert.ok(shape, `declare the members of ${dialect}'s refusals in SHAPES of tests/e2e/refusal-shape.ts`);
  return shape;
}

/** Checks that an answer is a refusal with this status in the shape of the route's dialect; returns what it states. */
export function assertRefused(answer: HttpAnswer, status: number, route: Route<never>, what: string): string {
  const context = `${what}: ${answer.status} ${answer.text.slice(0, 300)}`;
  assert.equal(answer.status, status, context);
  const requestId = answer.headers.get('x-request-id') ?? '';
  assert.match(requestId, UUID, context);
  const challenge = answer.headers.get('www-authenticate') ?? '';
  if (status === 401)
    assert.match(challenge, /^(Bearer|Basic) realm=/, `no WWW-Authenticate (refusalHeaders): ${context}`);
  if (status === 405) assert.ok(answer.headers.get('allow')?.split(', ').includes(route.method), context);
  if (status === 429) assert.match(answer.headers.get('retry-after') ?? '', /^[1-9]\d*$/, context);
  if (isPage(route) && answer.headers.get('content-type')?.startsWith('text/html')) return '';
  const body = jsonOf(answer);
  const { members, sentence } = shapeOf(route);
  // RFC 7644 section 3.12: a keyword where one fits.
  const named = Object.keys(body).filter((name) => dialectOf(route) !== 'scim' || name !== 'scimType');
  assert.deepEqual(named, members, context);
  assert.equal(answer.headers.get('cache-control'), 'no-store', context);
  if (dialectOf(route) === 'native') {
    assert.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8', context);
    assert.equal(body['status'], status, context);
    assert.equal(body['request_id'], requestId, context);
  } else {
    const ofScim = dialectOf(route) === 'scim' ? 'application/scim+json' : 'application/json';
    const type = isActive911Api(route) ? 'text/html' : ofScim;
    assert.equal(answer.headers.get('content-type'), `${type}; charset=utf-8`, context);
  }
  const detail = body[sentence];
  assert.ok(typeof detail === 'string' && detail.length > 10, `${sentence} is no sentence: ${context}`);
  return detail;
}
