import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { onEachEngine } from '../../../testing/src/engines.ts';
import { testWorld } from '../../../testing/src/world.ts';
import { loadConfig } from '../config/load-config.ts';
import { buildServer } from './build-server.ts';
import { UploadSpool } from './upload-spool.ts';

const QUICK = { spanMs: 200, bytesASpan: 1_024, withinMs: 60_000 };

onEachEngine('an upload that comes too slowly', (engine) => {
  test('is answered 408 over its own connection, in the dialect, and nothing is kept of it', async (t) => {
    const world = await testWorld(engine);
    t.after(() => world.stop());
    const app = await buildServer(world.served, loadConfig({}, {}), 'no-portal-in-this-test', new UploadSpool(QUICK));
    t.after(() => app.close());
    await app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.address() as AddressInfo;
    const client = { client_id: 'sandbox-call-handling', client_secret: 'sandbox-call-handling-secret' };
    const asked = {
      method: 'POST',
      url: '/oauth/token',
      payload: { grant_type: 'client_credentials', ...client },
    } as const;
    const token = (await app.inject(asked)).json().access_token;
    const headers = { authorization: `Bearer ${token}` };
    const call = { call: { caller_phone_number: '+15555550166' } };
    const { id } = (await app.inject({ method: 'POST', url: '/api/incidents', headers, payload: call })).json();

    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.write(
      `POST /api/incidents/${id}/media HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: image/png\r\nContent-Length: 100000\r\n\r\n${'x'.repeat(512)}`,
    );
    const answer = await text(socket);
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /\r\ncontent-type: application\/problem\+json/i);
    assert.match(answer, /\r\nconnection: close\r\n/i);
    const problem = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n') + 4));
    assert.equal(problem.status, 408);
    assert.match(problem.detail, /must bring 1024 bytes in 0\.2 s/);
    const { medias } = await world.parts.database.read
      .selectFrom('media_files')
      .select(({ fn }) => fn.countAll<number>().as('medias'))
      .executeTakeFirstOrThrow();
    assert.equal(Number(medias), 0);
  });
});
