import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { newPerson, PASSWORD } from '../../../testing/src/people.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { loadConfig } from '../config/load-config.ts';
import { openSqliteDatabase } from '../database/engines/sqlite/engine.ts';
import { DIALECTS } from '../dialects/index.ts';
import { routesOf } from '../dialects/routing/dialect.ts';
import { buildServer } from './build-server.ts';

describe('what browsers are notified and believed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-browser-'));
  let world: Awaited<ReturnType<typeof testWorld>>;
  let overTls: FastifyInstance;
  let email = '';
  before(async () => {
    world = await testWorld({ name: 'sqlite', open: () => openSqliteDatabase(join(folder, 'sallyport.db')) });
    const ports = { ...world.parts, publicUrl: 'https://sallyport.example' };
    const config = { ...loadConfig({}, {}), allowedHosts: ['gateway.internal'], trustedProxies: ['192.0.2.1'] };
    overTls = await buildServer({ ...world.served, ports }, config, 'no-portal-in-this-test');
    ({ email } = await newPerson(world.parts, { role: 'admin' }));
  });
  after(async () => {
    await overTls.close();
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const signIn = (app: FastifyInstance) =>
    app.inject({ method: 'POST', url: '/api/session', payload: { email, password: PASSWORD } });

  test('over TLS every cookie is of this host alone, and one that another host could have set is no session', async () => {
    const opened = await signIn(overTls);
    const [cookie] = opened.cookies as {
      name: string;
      value: string;
      secure?: boolean;
      path?: string;
      domain?: string;
    }[];
    assert.equal(cookie?.name, '__Host-sallyport_session');
    assert.deepEqual([cookie.secure, cookie.path, cookie.domain], [true, '/', undefined]);
    const read = (name: string) =>
      overTls.inject({ method: 'GET', url: '/api/session', headers: { cookie: `${name}=${cookie.value}` } });
    assert.equal((await read('__Host-sallyport_session')).statusCode, 200);
    for (const name of ['sallyport_session', '__Secure-sallyport_session', '__host-sallyport_session']) {
      assert.equal((await read(name)).statusCode, 401, name);
    }
    const closed = await overTls.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { cookie: `__Host-sallyport_session=${cookie.value}` },
    });
    assert.match(String(closed.headers['set-cookie']), /^__Host-sallyport_session=;.*Max-Age=0/);
  });

  test('without TLS the cookies keep the names a browser takes there', async () => {
    assert.equal((await signIn(world.app)).cookies[0]?.name, 'sallyport_session');
  });

  test('no answer to somebody who is known, refusals among them, may be kept by a browser or proxy', async () => {
    const [cookie] = (await signIn(world.app)).cookies;
    const headers = { cookie: `sallyport_session=${cookie?.value}` };
    for (const { method, path, access } of routesOf<never>(DIALECTS).filter(
      (route) => route.access.kind !== 'public',
    )) {
      const url = path.replace(/:[a-z_]+/g, 'some-id');
      const answer = await world.app.inject({ method, url, headers });
      assert.match(String(answer.headers['cache-control']), /no-store/, `${method} ${path} for ${access.kind}`);
    }
    for (const url of ['/d/some-ticket', '/portal/deeplink/some-id', '/portal']) {
      const answer = await world.app.inject({ method: 'GET', url });
      assert.match(String(answer.headers['cache-control']), /no-store/, url);
    }
    const discovery = await world.app.inject({ method: 'GET', url: '/.well-known/oauth-authorization-server' });
    assert.match(String(discovery.headers['cache-control']), /max-age/, 'what is for everybody may be');
  });

  const asked = (app: FastifyInstance, host: string, url: string, remoteAddress = '127.0.0.1') =>
    app.inject({ method: 'GET', url, headers: { host }, remoteAddress });

  for (const host of [
    'evil.example',
    'evil.example:8911',
    'localhost.evil.example',
    '127.0.0.1.evil.example',
    '[::1',
    'x y',
  ]) {
    test(`a request for the host ${host} is refused, whatever it asks for`, async () => {
      for (const app of [world.app, overTls]) {
        for (const url of [
          '/portal',
          '/api/session',
          '/v1/alerts',
          '/oauth/authorize',
          '/interface/open_api/api',
          '/no-such-path',
        ]) {
          const answer = await asked(app, host, url);
          assert.equal(answer.statusCode, 400, `${url}: ${answer.body}`);
          assert.match(answer.body, /Host must be a name of this server/);
        }
      }
    });
  }

  test('a request by a name of this server, loopback or an address is answered', async () => {
    const local = [
      'localhost',
      'LOCALHOST:8911',
      'portal.localhost',
      '127.0.0.1:8911',
      '[::1]:8911',
      '10.1.2.3',
      'localhost.',
    ];
    for (const host of local) assert.equal((await asked(world.app, host, '/portal')).statusCode, 200, host);
    for (const host of [...local, 'sallyport.example', 'Sallyport.Example:443', 'gateway.internal:8911']) {
      assert.equal((await asked(overTls, host, '/portal')).statusCode, 200, host);
    }
  });

  test('health is answered by whatever name, and what a declared proxy passes on is answered', async () => {
    for (const url of ['/healthz', '/readyz'])
      assert.equal((await asked(world.app, 'probe.internal', url)).statusCode, 200);
    assert.equal((await asked(overTls, 'upstream', '/portal', '192.0.2.1')).statusCode, 200);
    assert.equal((await asked(overTls, 'upstream', '/portal', '192.0.2.2')).statusCode, 400);
  });
});
