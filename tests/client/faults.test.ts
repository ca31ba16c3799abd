import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { PreparedClient } from '../../packages/client/src/prepared.ts';
import { RapidsosClient, SallyportError, sallyport } from '../../packages/client/src/rapidsos.ts';
import type { StreamItem } from '../../packages/client/src/streams.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { freePort } from '../../packages/testing/src/free-port.ts';
import { startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';
import { alertOf, credentialsOf } from './servers.ts';
import { startUnreliableProxy } from './unreliable-proxy.ts';

/** A number that a later run can be given. */
const SEED = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 1e9));
/** How long it goes on: some seconds here, ten minutes by `npm run faults -- --minutes 10`. */
const LASTS_MS = Number(process.env['FAULTS_MS'] ?? 10_000);
const KILLED_EVERY_MS = 4_000;
/** Only bounds a test that fails: the network is whole again, and every call has its time. */
const STORED_WITHIN_MS = 120_000;
/** As many alerts as a program sends at once: more would be behind each other on a machine that starts the server slowly. */
const MOST_UNDER_WAY = 100;

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The proxy's and the server's doing, and not the request's. */
const isPassing = ({ status, code }: SallyportError) =>
  [0, 401, 429].includes(status) || status >= 500 || code === 'unreadable_answer';

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('through a bad network and a server that is killed, every alert arrives once and every event is seen once, in order', async (t) => {
  t.diagnostic(`FAULTS_SEED=${SEED}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'sallyport-faults-'));
  t.after(() => rmSync(dataDir, { recursive: true, force: true }));
  const port = await freePort();
  let gateway = await startGatewayProcess({ dataDir, port });
  const proxy = await startUnreliableProxy(gateway.url, seeded(SEED));
  t.after(() => proxy.stop());
  t.after(() => gateway.stop());
  const server = sallyport(proxy.url);
  const retry = { deadlineMs: 90_000, longestWaitMs: 1_000 };
  const station = new RapidsosClient({ server, ...credentialsOf('sandbox-alarm'), retry, tokenRetry: retry });
  const reader = new PreparedClient({ server, ...credentialsOf('sandbox-prepared-events'), retry, tokenRetry: retry });

  const items: StreamItem<{ type: string; id: string; cursor?: string }>[] = [];
  const leaving = new AbortController();
  t.after(() => leaving.abort());
  const following = (async () => {
    const options = { after: 'sandbox-county:0', firstWaitMs: 50, longestWaitMs: 500, silentAfterMs: 4_000 };
    for await (const item of reader.stream({ ...options, signal: leaving.signal })) items.push(item);
  })();

  const endsAt = Date.now() + LASTS_MS;
  let repeats = 0;
  /** What the client gives up, a call whose new token is refused as well or whose time is over, the program repeats under its key. */
  async function send(number: number): Promise<{ id: string; number: number }> {
    const key = `faults-${number}`;
    for (;;) {
      try {
        const { alert_id } = await station.trigger(alertOf(key), { idempotencyKey: key, signal: leaving.signal });
        return { id: alert_id, number };
      } catch (error) {
        const isOver = leaving.signal.aborted || Date.now() > endsAt + STORED_WITHIN_MS;
        if (isOver || !(error instanceof SallyportError) || !isPassing(error)) throw error;
        repeats += 1;
      }
    }
  }

  const sent: { id: string; number: number }[] = [];
  const sending: Promise<void>[] = [];
  let kills = 0;
  const disturbing = (async () => {
    while (Date.now() < endsAt) {
      await pause(Math.min(KILLED_EVERY_MS, endsAt - Date.now()));
      await gateway.kill('SIGKILL');
      kills += 1;
      proxy.cutStreams();
      gateway = await startGatewayProcess({ dataDir, port });
    }
  })();
  for (let number = 0; Date.now() < endsAt; number += 1) {
    while (sending.length - sent.length >= MOST_UNDER_WAY) await pause(25);
    sending.push(
      send(number).then((alert) => {
        sent.push(alert);
      }),
    );
    if (number % 40 === 39) proxy.cutStreams();
    await pause(25);
  }
  await disturbing;
  proxy.isUnreliable = false;
  await Promise.all(sending);

  const stored = new Set<string>();
  const direct = sallyport(gateway.url);
  const center = new RapidsosClient({ server: direct, ...credentialsOf('sandbox-cad') });
  const sources: string[] = [];
  for await (const { alert_id, source_id } of center.alerts()) {
    stored.add(alert_id);
    sources.push(source_id);
  }
  assert.equal(new Set(sources).size, sources.length, 'an alert was stored twice');
  assert.deepEqual([...new Set(sent.map(({ id }) => id))].sort(), [...stored].sort());
  assert.equal(sent.length, sending.length);

  const expected: string[] = [];
  const log = new PreparedClient({ server: direct, ...credentialsOf('sandbox-prepared-events') });
  for await (const { cursor } of log.events({ after: 'sandbox-county:0', limit: 500 })) expected.push(cursor);
  let hasEnded = false;
  const ended = following.then(() => {
    hasEnded = true;
  });
  // A resync is an event that was not seen: what would come after it does not mend that.
  const isAll = () => items.length >= expected.length || items.some(({ kind }) => kind !== 'event');
  await Promise.race([ended, eventually(() => hasEnded || isAll()).catch(() => {})]);
  assert.deepEqual(
    items.flatMap((item) => (item.kind === 'event' ? [item.cursor] : [item.reason])),
    expected,
  );

  // One token a lifetime for each of the two, and one more for each 401 or token answer that was lost on the way.
  const of = (name: string) => (proxy.faults.calls[name] ?? 0) + (proxy.faults.tokens[name] ?? 0);
  assert.ok(proxy.tokensGiven() <= 2 + of('401') + of('lost after') + of('twice'), `${proxy.tokensGiven()} tokens`);
  // While some waited through a restart, others went their way.
  const overtaking = sent.filter(({ number }, index) => number < (sent[index - 1]?.number ?? 0)).length;
  t.diagnostic(
    `${sent.length} alerts, ${repeats} of them repeated by the program, ${kills} kills, ${expected.length} events seen once each and in order, ${overtaking} times one arrived before one sent earlier, ${proxy.tokensGiven()} tokens, ${JSON.stringify(proxy.faults)}`,
  );
  assert.ok(overtaking > 0);
  leaving.abort();
  await following;
});
