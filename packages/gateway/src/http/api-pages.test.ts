import assert from 'node:assert/strict';
import { test } from 'node:test';
import Fastify from 'fastify';
import { serveApiPages } from './api-pages.ts';

const SCRIPT_HASH = "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='";

test('a viewer that could not be loaded is loaded again by the next request', async () => {
  const app = Fastify();
  let builds = 0;
  let isBroken = true;
  serveApiPages(
    app,
    { 'content-security-policy': "script-src 'self'" },
    { openapi: () => ({}), asyncapi: () => ({}) },
    async () => {
      builds += 1;
      if (builds === 1) throw new Error('too many open files');
      const viewer = Fastify();
      viewer.get('/docs/api/', async (_, reply) =>
        isBroken ? reply.code(500).send('not yet') : reply.type('text/html').send('<script>alert(1)</script>'),
      );
      viewer.get('/docs/api/js/scalar.js', async () => 'viewer()');
      return viewer;
    },
  );
  const statuses = [];
  for (let count = 0; count < 2; count += 1) statuses.push((await app.inject('/docs/api')).statusCode);
  assert.deepEqual(statuses, [500, 500], 'not loaded, and an error of the viewer itself');
  isBroken = false;
  const page = await app.inject('/docs/api');
  assert.equal(page.statusCode, 200);
  assert.equal(page.body, '<script>alert(1)</script>');
  assert.equal(page.headers['content-security-policy'], `script-src 'self' ${SCRIPT_HASH}`);
  assert.equal((await app.inject('/docs/js/scalar.js')).body, 'viewer()');
  assert.equal(builds, 2, 'built once after it failed');
});
