import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openSqliteDatabase } from '../../../packages/gateway/src/database/engines/sqlite/engine.ts';
import { DIALECTS } from '../../../packages/gateway/src/dialects/index.ts';
import { dialectText } from '../../../packages/portal/src/admin/webhooks/words.ts';
import { eventually } from '../../../packages/testing/src/barrier.ts';
import { startReceiver } from '../../../packages/testing/src/receiver.ts';
import { connectStream, tokenFrom } from '../../../packages/testing/src/stream-client.ts';
import { runningClock, testWorld } from '../../../packages/testing/src/world.ts';
import { plugged } from './dialect.ts';

describe('a dialect of one file and one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-plugged-'));
  let world: Awaited<ReturnType<typeof testWorld>>;
  let url = '';
  before(async () => {
    const engine = { name: 'sqlite', open: () => openSqliteDatabase(join(folder, 'sallyport.db')) } as const;
    world = await testWorld(engine, {}, runningClock(), undefined, undefined, [...DIALECTS, plugged]);
    await world.app.listen({ port: 0, host: '127.0.0.1' });
    url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
  });
  after(async () => {
    await world.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call(method: string, path: string, shown: Record<string, string>, body?: object) {
    const headers = { ...shown, ...(body && { 'content-type': 'application/json' }) };
    const answer = await fetch(`${url}${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: answer.status, body: await answer.json() };
  }

  const bearer = async (clientId: string) => ({ authorization: `Bearer ${await tokenFrom(url, clientId)}` });

  async function adminCookie(): Promise<string> {
    const person = { email: 'admin@sandbox.test', password: 'sandbox-admin-pass-911' };
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${url}/api/session`, { method: 'POST', headers, body: JSON.stringify(person) });
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  const openCall = async () => {
    return call('POST', '/api/incidents', await bearer('sandbox-call-handling'), {
      call: { caller_phone_number: '+15555550123' },
    });
  };

  test('has its routes', async () => {
    const answer = await call('GET', '/plugged/center', await bearer('sandbox-prepared-events'));
    assert.deepEqual(answer, { status: 200, body: { center: 'Sandbox County 9-1-1' } });
  });

  test('encodes a refused token, a missing one and an unknown path in its own words', async () => {
    assert.deepEqual(await call('GET', '/plugged/center', { authorization: 'Bearer nonsense' }), {
      status: 401,
      body: { fault: 'invalid_token' },
    });
    assert.deepEqual(await call('GET', '/plugged/center', {}), { status: 401, body: { fault: 'missing_token' } });
    assert.deepEqual(await call('GET', '/plugged/nothing', {}), { status: 404, body: { fault: 'not_found' } });
  });

  test('has a stream', async () => {
    const shown = await bearer('sandbox-prepared-events');
    const { frames, socket } = await connectStream(url, {}, shown, '/plugged/stream');
    await openCall();
    await eventually(() => frames.some(({ happened }) => happened === 'incident.created'));
    socket.close();
  });

  test('has webhooks, which the native API creates and lists', async (t) => {
    const receiver = await startReceiver(t);
    const cookie = await adminCookie();
    const created = await call(
      'POST',
      '/api/webhooks',
      { cookie },
      {
        name: 'Plugged',
        url: receiver.url,
        dialect: 'plugged',
        event_types: ['opened'],
      },
    );
    assert.equal(created.status, 201, JSON.stringify(created.body));
    const listed = await call('GET', '/api/webhooks', { cookie });
    assert.deepEqual(listed.body.event_types.plugged, ['opened', 'noted']);
    // What Admin, Webhooks of the portal shows for it.
    assert.equal(dialectText(listed.body, 'plugged'), 'A dialect of a test: what was opened and noted');
    assert.equal(dialectText(listed.body, 'rapidsos'), 'RapidSOS: alert events');
    const { body: opened } = await openCall();
    await eventually(() => receiver.received.length > 0);
    assert.deepEqual(receiver.received[0]?.body, { happened: 'opened', at: opened.id });
  });

  test('is in the OpenAPI document', async () => {
    const document = await (await fetch(`${url}/openapi.json`)).json();
    assert.equal(document.paths['/plugged/center'].get.operationId, 'readPluggedCenter');
    assert.ok(document.tags.some(({ name }: { name: string }) => name === 'plugged'));
  });
});
