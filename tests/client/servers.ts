import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { sallyport } from '../../packages/client/src/index.ts';
import { PreparedClient } from '../../packages/client/src/prepared.ts';
import { RapidsosClient } from '../../packages/client/src/rapidsos.ts';
import type { StreamItem } from '../../packages/client/src/streams.ts';
import { eventually } from '../../packages/testing/src/barrier.ts';
import { type GatewayProcess, startGatewayProcess } from '../../packages/testing/src/gateway-process.ts';

/** A sandbox in a process of its own, which ends with the test. */
export async function sandboxFor(t: TestContext): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess();
  t.after(() => gateway.stop());
  return gateway;
}

/** The credentials of a sandbox client. */
export function credentialsOf(clientId: string): { clientId: string; clientSecret: string } {
  return { clientId, clientSecret: `${clientId}-secret` };
}

export const AGENT = { username: 'agent@sandbox.test', password: 'sandbox-agent-pass-911' };

/** An alert of the sandbox's callflow. */
export function alertOf(sourceId: string) {
  return {
    callflow: 'sandbox',
    variables: {
      user: { full_name: 'Jordan Rivera', phone_number: '+15555550123' },
      event: {
        emergency_type: 'BURGLARY',
        description: 'Front door opened',
        source_id: sourceId,
        location: { geodetic: { latitude: 40.7484, longitude: -73.9857, uncertainty: 25 } },
      },
    },
  };
}

/** The first so many items, and the iterator is left. */
export async function take<T>(items: AsyncIterable<T>, count: number): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of items) {
    taken.push(item);
    if (taken.length >= count) break;
  }
  return taken;
}

/** A central station; and through a path of its own, if any, a center and a responder's feed. */
export const clientsOf = (url: string, through = url) => ({
  station: new RapidsosClient({ server: sallyport(url), ...credentialsOf('sandbox-alarm') }),
  center: new RapidsosClient({ server: sallyport(through), ...credentialsOf('sandbox-cad'), ...AGENT }),
  responder: new PreparedClient({ server: sallyport(through), ...credentialsOf('sandbox-prepared-events') }),
});

/** Collects in the background; `until` waits for a fact about what came. */
function collect<E>(stream: AsyncIterable<StreamItem<E>>) {
  const items: StreamItem<E>[] = [];
  const done = (async () => {
    for await (const item of stream) items.push(item);
  })();
  return {
    items,
    done,
    async until(holds: () => boolean): Promise<void> {
      let hasEnded = false;
      const ended = done.then(() => {
        hasEnded = true;
      });
      await Promise.race([ended, eventually(() => hasEnded || holds()).catch(() => {})]);
      assert.ok(holds(), JSON.stringify(items).slice(0, 400));
    },
  };
}

/** A stream that is open, so that what happens next is in it. */
export async function opened<E>(
  t: TestContext,
  start: (options: { onState: (state: string) => void; signal: AbortSignal }) => AsyncIterable<StreamItem<E>>,
) {
  const leaving = new AbortController();
  t.after(() => leaving.abort());
  let states = 0;
  const collected = collect(
    start({
      onState: (state) => {
        if (state === 'open') states += 1;
      },
      signal: leaving.signal,
    }),
  );
  const openedTimes = async (times: number) => {
    await eventually(() => states >= times);
  };
  await openedTimes(1);
  return { ...collected, leaving, openedTimes };
}

export const eventsOf = <E>(items: readonly StreamItem<E>[]) =>
  items.flatMap((item) => (item.kind === 'event' ? [item.event] : []));

export const resyncsOf = <E>(items: readonly StreamItem<E>[]) =>
  items.flatMap((item) => (item.kind === 'resync' ? [item.reason] : []));
