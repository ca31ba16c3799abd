import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { freePort } from '../../../testing/src/free-port.ts';
import { testClock, testWorld } from '../../../testing/src/world.ts';
import { loadConfig } from '../config/load-config.ts';
import { silentLog } from '../kernel/log.ts';
import { ClientAddresses, proxyWarning, UndeclaredProxies } from './client-address.ts';

onEachEngine('what the server measures of itself', (engine) => {
  test('is not there without its token, from loopback too, and is with it', async () => {
    const world = await testWorld(engine, { metricsToken: 'a metrics token' });
    const ask = (authorization?: string) =>
      world.app.inject({ url: '/metrics', headers: authorization === undefined ? {} : { authorization } });
    for (const wrong of [undefined, '', 'Bearer', 'Bearer ', 'Bearer a metrics toke', 'Basic a metrics token']) {
      assert.equal((await ask(wrong)).statusCode, 404, wrong);
    }
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    await world.app.inject({ url: '/healthz', headers: forwarded });
    const answer = await ask('Bearer a metrics token');
    assert.equal(answer.statusCode, 200);
    assert.match(answer.body, /sallyport_undeclared_proxy_requests_total 1/);
    await world.stop();
  });

  test('without a token is served on an address of its own alone', async () => {
    const port = await freePort();
    const world = await testWorld(engine, { metricsListen: `127.0.0.1:${port}` });
    const url = await world.app.listen({ host: '127.0.0.1', port: 0 });
    for (const authorization of ['', 'Bearer null', 'Bearer undefined', 'Bearer ']) {
      assert.equal((await fetch(`${url}/metrics`, { headers: { authorization } })).status, 404);
    }
    const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
    assert.match(await answer.text(), /sallyport_process_resident_memory_bytes \d/);
    for (const path of ['/', '/healthz', '/oauth/jwks.json', '/metrics/']) {
      assert.equal((await fetch(`http://127.0.0.1:${port}${path}`)).status, 404, path);
    }
    await world.stop();
    await assert.rejects(fetch(`http://127.0.0.1:${port}/metrics`));
  });
});

test('a proxy that is not declared is logged once an hour, by any header of one, and a declared one is not', () => {
  const clock = testClock();
  const lines: object[] = [];
  const log = { ...silentLog, warn: (fields: object) => void lines.push(fields) };
  let counted = 0;
  const addresses = new ClientAddresses(['192.0.2.1']);
  const proxies = new UndeclaredProxies({ addresses, clock, log }, () => {
    counted += 1;
  });
  const from = (remoteAddress: string, headers: Record<string, string>) =>
    proxies.notice({ socket: { remoteAddress }, headers } as never);
  from('192.0.2.1', { 'x-forwarded-for': '203.0.113.1' });
  from('198.51.100.3', {});
  assert.deepEqual([lines.length, counted], [0, 0]);
  from('::ffff:127.0.0.1', { 'x-forwarded-proto': 'https' });
  for (const header of ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded']) {
    from('127.0.0.1', { [header]: 'for=203.0.113.1' });
  }
  assert.deepEqual(lines, [{ peer: '127.0.0.1', header: 'x-forwarded-proto' }]);
  assert.equal(counted, 5);
  clock.advance(3_600_000);
  from('127.0.0.1', { 'x-real-ip': '203.0.113.1' });
  assert.equal(lines.length, 2);
});

test('a public URL of https without a declared proxy is warned of at the start', () => {
  const config = (environment: Record<string, string>) => loadConfig({}, environment);
  const SALLYPORT_PUBLIC_URL = 'https://sallyport.test';
  assert.match(proxyWarning(config({ SALLYPORT_PUBLIC_URL })) ?? '', /SALLYPORT_TRUSTED_PROXIES/);
  assert.equal(proxyWarning(config({ SALLYPORT_PUBLIC_URL, SALLYPORT_TRUSTED_PROXIES: '192.0.2.1' })), null);
  assert.equal(proxyWarning(config({ SALLYPORT_PUBLIC_URL: 'http://sallyport.test' })), null);
  for (const wrong of ['9464', '127.0.0.1', '127.0.0.1:99999', '::1:9464', 'metrics host:1']) {
    assert.throws(() => config({ SALLYPORT_METRICS_LISTEN: wrong }), /takes an address with a port/, wrong);
  }
  for (const wrong of ['proxy.test', '10.0.0.0/33', '10.0.0.1:80']) {
    assert.throws(() => config({ SALLYPORT_TRUSTED_PROXIES: wrong }), /takes addresses and ranges/, wrong);
  }
});
