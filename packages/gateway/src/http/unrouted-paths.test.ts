import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FastifyRequest } from 'fastify';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { DIALECTS } from '../dialects/index.ts';
import { UnroutedPaths } from './unrouted-paths.ts';

const unrouted = new UnroutedPaths(DIALECTS);

describe('a path that no route has', () => {
  for (const [path, dialect] of [
    ['/oauth/none', 'oauth'],
    ['/.well-known/none', 'oauth'],
    ['/v1/none', 'rapidsos'],
    ['/v2/none', 'rapidsos'],
    ['/integrations/none', 'rapidsos'],
    ['/api/none', 'native'],
    ['/', 'native'],
    ['*', 'native'],
    ['http://elsewhere.example/oauth/token', 'native'],
    ['', 'native'],
  ] as const) {
    test(`${JSON.stringify(path)} is refused in the dialect ${dialect}`, () => {
      const own = DIALECTS.find(({ name }) => name === dialect);
      assert.equal(unrouted.errorsOf(path), own?.unrouted[0]?.errors);
    });
  }

  for (const [method, url, allow] of [
    ['GET', '/oauth/token', 'POST'],
    ['GET', '/oauth/token?x=/api', 'POST'],
    ['DELETE', '/oauth/token/', 'POST'],
    ['PUT', '/api/session', 'POST, GET, HEAD, DELETE'],
    ['POST', '/api/users/some-id', 'PATCH'],
    ['POST', '/.well-known/oauth-authorization-server', 'GET, HEAD'],
    ['GET', '/xwell-known/oauth-authorization-server', null],
    ['GET', '/api/users/a/b/c', null],
    ['GET', '/oauth/tokens', null],
  ] as const) {
    test(`${method} ${url} is ${allow === null ? 'nothing here' : `notified that the path takes ${allow}`}`, () => {
      const refused = unrouted.refuse({ method, url } as FastifyRequest);
      assert.equal(refused.allow, allow);
      assert.equal(refused.error.code, allow === null ? 'not_found' : 'method_not_allowed');
    });
  }
});

onEachEngine('what cannot be routed', (engine) => {
  let world: Awaited<ReturnType<typeof testWorld>>;
  before(async () => {
    world = await testWorld(engine);
  });
  after(() => world.stop());

  for (const [method, url, status] of [
    ['GET', '/oauth/token', 405],
    ['GET', '/v1/none', 404],
    ['POST', '/api/none', 404],
    ['GET', '/api/incidents/%zz', 400],
    ['GET', '/oauth/%', 400],
    ['GET', '/d/%E0%A4%A', 400],
    ['POST', `/d/${'x'.repeat(500)}`, 400],
    ['GET', '/api/incidents/%00', 400],
    ['GET', '/d/%00', 400],
    ['GET', '/portal/deeplink/%00', 400],
  ] as const) {
    test(`${method} ${url.slice(0, 40)} is refused in its dialect's shape, by an id, without repeating the path`, async () => {
      const answer = await world.app.inject({ method, url });
      const isShaped = answer.headers['content-type']?.includes('html') ?? false;
      assert.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${answer.statusCode} ${answer.body}`);
      assert.ok(answer.statusCode === status || isShaped, `${answer.statusCode} ${answer.body}`);
      assert.ok(answer.headers['x-request-id'], 'the answer carries its request id');
      if (isShaped) return;
      const body = answer.json<Record<string, unknown>>();
      assert.ok('detail' in body, answer.body);
      assert.ok(!answer.body.includes('FST_ERR'), answer.body);
      assert.ok(!answer.body.includes('%'), answer.body);
    });
  }
});
