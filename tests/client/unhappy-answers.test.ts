import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import WebSocket from 'ws';
import { sallyport } from '../../packages/client/src/index.ts';
import { RapidsosClient } from '../../packages/client/src/rapidsos.ts';
import { streamIncidents } from '../../packages/client/src/streams.ts';
import { signIn } from '../e2e/sandbox.ts';
import { alertOf, clientsOf, credentialsOf, eventsOf, opened, resyncsOf, sandboxFor, take } from './servers.ts';

test('a cursor whose events are not kept any more is told of, and the stream goes on from now', async (t) => {
  const gateway = await sandboxFor(t);
  const { station, responder } = clientsOf(gateway.url);
  for (const source of ['old-1', 'old-2', 'old-3']) await station.trigger(alertOf(source));
  const database = new DatabaseSync(join(gateway.dataDir, 'sallyport.db'), { timeout: 10_000 });
  database.exec("DELETE FROM events WHERE agency_id = 'sandbox-county' AND seq <= 3");
  database.close();
  const after = 'sandbox-county:1';
  await assert.rejects(take(responder.events({ after }), 1), { code: 'cursor_expired', status: 410 });
  const stream = await opened(t, (options) =>
    responder.stream({ ...options, after, webSocket: WebSocket, firstWaitMs: 5 }),
  );
  await station.trigger(alertOf('new'));
  await stream.until(() => eventsOf(stream.items).length >= 2);
  assert.deepEqual(resyncsOf(stream.items), ['cursor_expired']);
  assert.equal(stream.items[0]?.kind, 'resync');
});

test('a change whose answer was lost counts as done where it was, and is refused where somebody was faster', async (t) => {
  const gateway = await sandboxFor(t);
  const { station, center } = clientsOf(gateway.url);
  /** A center whose first change is lost: after `instead` happened in its place, or after it arrived. */
  const centerThatLoses = (instead?: () => Promise<unknown>) => {
    let changes = 0;
    const send: typeof fetch = async (input, init) => {
      if (init?.method !== 'PATCH' || ++changes > 1) return fetch(input, init);
      await (instead?.() ?? fetch(input, init));
      throw new TypeError('the connection was lost');
    };
    return new RapidsosClient({ server: sallyport(gateway.url), ...credentialsOf('sandbox-cad'), fetch: send });
  };
  const first = await station.trigger(alertOf('lost-answer'));
  assert.equal((await centerThatLoses().accept(first.alert_id)).status.name, 'ACCEPTED');
  const second = await station.trigger(alertOf('lost-race'));
  const slower = centerThatLoses(() => center.decline(second.alert_id, 'A drill'));
  await assert.rejects(slower.accept(second.alert_id), { status: 409 });
  assert.equal((await center.alert(second.alert_id)).status.name, 'DECLINED');
});

test("a person's page follows the agency's incidents by the cookie of the session, and is refused without one", async (t) => {
  const gateway = await sandboxFor(t);
  const { station } = clientsOf(gateway.url);
  const cookie = (await signIn(gateway.url, 'sandboxAdmin')).toString();
  const socketOf = (headers: Record<string, string>) =>
    class extends WebSocket {
      constructor(url: string, protocols?: string[]) {
        super(url, protocols ?? [], { headers });
      }
    };
  const page = await opened(t, (options) =>
    streamIncidents(gateway.url, { ...options, webSocket: socketOf({ cookie, origin: gateway.url }) }),
  );
  const { alert_id } = await station.trigger(alertOf('page'));
  await page.until(() => eventsOf(page.items).length >= 1);
  const [event] = eventsOf(page.items);
  assert.equal(`alert-${event?.incident_id}`, alert_id);
  const foreign = socketOf({ cookie, origin: 'https://elsewhere.example' });
  await assert.rejects(take(streamIncidents(gateway.url, { webSocket: foreign }), 1), { status: 403 });
});
