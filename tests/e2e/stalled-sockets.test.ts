import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { metricsOf, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { connectStream, tokenFrom } from '../../packages/testing/src/stream-client.ts';
import { bytesOnTheWay, StalledSockets } from './stalled-sockets.ts';

const STALLED = 1_000;
const BATCHES = 40;
const BATCH = 5;
const EVENTS = BATCHES * BATCH;
const UNLIMITED = {
  SALLYPORT_LIMIT_READS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_ALERTS_PER_MINUTE: '0',
  SALLYPORT_LIMIT_CONNECTIONS_PER_ADDRESS: '0',
};

/** What may wait in the server for a socket: 16 KiB and one frame, and its share of a page of the log while it catches up. */
const WAITING_BYTES = 16_384 + 4_096;
/** What V8 may keep of what it has not collected yet, however many sockets there are. */
const UNCOLLECTED_BYTES = 96 * 2 ** 20;
const BOUND_BYTES = STALLED * WAITING_BYTES + UNCOLLECTED_BYTES;

/** An event of about 2.7 KB: 200 of them for 1,000 sockets are 540 MB. */
const media = (index: number) => ({
  media: {
    url: `https://media.test/${index}/`.padEnd(2_000, 'x'),
    media_type: 'photo',
    description: 'A photo from the scene. '.repeat(20),
  },
});

async function residentBytes(url: string): Promise<number> {
  const metrics = await metricsOf({ url });
  return Number(/^sallyport_process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1]);
}

function writer(url: string, token: string) {
  return async (path: string, body: object): Promise<{ id: string }> => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
    assert.equal(answer.status, 201, await answer.clone().text());
    return (await answer.json()) as { id: string };
  };
}

test('a thousand stalled sockets cost bounded memory, hold nobody up, and lose nothing once they read again', async (t) => {
  const server = await startGatewayProcess({ env: UNLIMITED });
  t.after(() => server.stop());
  const { port } = new URL(server.url);
  const token = await tokenFrom(server.url, 'sandbox-prepared-events');
  const write = writer(server.url, await tokenFrom(server.url, 'sandbox-call-handling'));
  const { id } = await write('/api/incidents', { call: {} });
  const path = '/v1/incident_events/stream?after=sandbox-county:1';
  const stalled = await StalledSockets.open({ port, path, token, count: STALLED });
  t.after(() => stalled.stop());
  const healthy = await connectStream(server.url, { token, after: 'sandbox-county:1' });
  t.after(() => healthy.socket.terminate());

  const before = await residentBytes(server.url);
  let most = before;
  for (let batch = 0; batch < BATCHES; batch += 1) {
    await write(`/api/incidents/${id}/changes`, {
      changes: Array.from({ length: BATCH }, (_, index) => media(batch * BATCH + index)),
    });
    await eventually(() => healthy.frames.length === (batch + 1) * BATCH);
    most = Math.max(most, await residentBytes(server.url));
  }
  const wanted = Array.from({ length: EVENTS }, (_, index) => `sandbox-county:${index + 2}`);
  assert.deepEqual(
    healthy.frames.map(({ cursor }) => cursor),
    wanted,
  );
  const written = STALLED * healthy.frames.reduce((bytes, frame) => bytes + JSON.stringify(frame).length, 0);
  const onTheWay = bytesOnTheWay(port);
  const grown = most - before;
  process.stdout.write(`# ${written} bytes written, ${onTheWay} on the way, ${grown} more resident\n`);
  assert.ok(
    onTheWay < written / 2,
    `the sockets are not stalled: ${onTheWay} of ${written} bytes have left the server`,
  );
  assert.ok(grown < BOUND_BYTES, `${grown} bytes for ${STALLED} stalled sockets`);

  // They go on with what comes after, too.
  await write(`/api/incidents/${id}/media`, media(EVENTS).media);
  const last = `sandbox-county:${EVENTS + 2}`;
  for (const cursors of await stalled.read(EVENTS + 1)) assert.deepEqual(cursors, [...wanted, last]);
});
