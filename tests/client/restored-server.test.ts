import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import WebSocket from 'ws';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { runCommand, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { alertOf, clientsOf, eventsOf, opened, resyncsOf, take } from './servers.ts';

/** A server, a backup of it, and what puts the backup in its place. */
async function restorable(t: TestContext) {
  const top = mkdtempSync(join(tmpdir(), 'sallyport-restored-'));
  const dataDir = join(top, 'data');
  const file = join(top, 'one.backup');
  const key = ['--data-dir', dataDir, '--backup-key', 'of the tests alone'];
  const port = await freePort();
  const start = () => startGatewayProcess({ dataDir, port });
  let gateway = await start();
  t.after(async () => {
    await gateway.stop();
    rmSync(top, { recursive: true, force: true });
  });
  const command = async (...args: string[]) => {
    const { code, output } = await runCommand([...args, ...key]);
    assert.equal(code, 0, output);
  };
  return {
    url: gateway.url,
    backUp: () => command('backup', '--to', file),
    async restore() {
      await gateway.kill('SIGKILL');
      rmSync(dataDir, { recursive: true });
      await command('restore', file);
      gateway = await start();
    },
  };
}

for (const [platform, webSocket] of [
  ['the platform', undefined],
  ['the library ws', WebSocket],
] as const) {
  test(`readers of a server that was restored are told to read anew, and go on, by ${platform}`, async (t) => {
    const server = await restorable(t);
    const { station, center, responder } = clientsOf(server.url);
    const how = { webSocket, firstWaitMs: 20, longestWaitMs: 200 };
    const events = await opened(t, (options) => responder.stream({ ...options, ...how }));
    const alerts = await opened(t, (options) => center.stream({ ...options, ...how }));
    await station.trigger(alertOf('before'));
    await events.until(() => eventsOf(events.items).length >= 2);
    await alerts.until(() => eventsOf(alerts.items).length >= 1);
    await server.backUp();
    await station.trigger(alertOf('lost'));
    await events.until(() => eventsOf(events.items).length >= 4);
    await alerts.until(() => eventsOf(alerts.items).length >= 2);
    const last = events.items.at(-1);
    const old = last?.kind === 'event' ? (last.cursor ?? '') : '';
    await server.restore();

    await events.until(() => resyncsOf(events.items).length === 1);
    await alerts.until(() => resyncsOf(alerts.items).length === 1);
    assert.deepEqual([resyncsOf(events.items), resyncsOf(alerts.items)], [['cursor_unknown'], ['cursor_unknown']]);
    // A loop over pages refuses a cursor of before, and one without a cursor reads anew.
    await assert.rejects(take(responder.events({ after: old }), 1), { code: 'resync_required', status: 412 });
    assert.ok((await take(responder.events(), 1)).length === 1);

    // Cursors of after the restore have another form, and the streams go on by them.
    await events.openedTimes(2);
    await alerts.openedTimes(2);
    await station.trigger(alertOf('after'));
    await events.until(() => eventsOf(events.items).length >= 6);
    await alerts.until(() => eventsOf(alerts.items).length >= 3);
    events.leaving.abort();
    const newest = events.items.at(-1);
    assert.ok(newest?.kind === 'event' && newest.cursor !== null);
    assert.match(newest.cursor, /^sandbox-county:[0-9a-f]{8}\.\d+$/);
    await station.trigger(alertOf('later'));
    const resumed = await take(responder.stream({ after: newest.cursor, webSocket }), 2);
    assert.deepEqual(
      resumed.map(({ kind }) => kind),
      ['event', 'event'],
    );
  });
}
