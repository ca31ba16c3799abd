import { setTimeout as sleep } from 'node:timers/promises';
import type { Subject } from '../case.ts';
import { KeepAliveConnection } from '../load/keep-alive-connection.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import type { Server } from '../process/start-server.ts';
import type { Audience } from './audience.ts';
import { monotonicMs } from './receiving.ts';

const AT_ONCE = 4;

/** A server, its listeners, and the request that makes one event of it. */
interface Broadcast {
  server: Server;
  audience: Audience;
  request: Uint8Array;
  /** Events a second while latencies are measured: well below what the slowest server manages. */
  steadyPerSecond: number;
}

/** One round of a broadcast: what it published, counted as the sockets count it. */
class Round {
  readonly #broadcast: Broadcast;
  #published: number;

  constructor(broadcast: Broadcast) {
    this.#broadcast = broadcast;
    this.#published = broadcast.audience.reached;
  }

  /** Deliveries a second with four events on their way at any time: the next is written once the one before is everywhere. */
  async saturate(durationMs: number): Promise<number> {
    const { audience } = this.#broadcast;
    const before = this.#published;
    const startsAt = performance.now();
    const publish = async () => {
      const connection = await KeepAliveConnection.open(this.#broadcast.server.port);
      while (performance.now() < startsAt + durationMs) {
        this.#published += 1;
        const event = this.#published;
        await connection.exchange(this.#broadcast.request);
        await audience.everywhere(event);
      }
      connection.close();
    };
    await Promise.all(Array.from({ length: AT_ONCE }, publish));
    const seconds = (performance.now() - startsAt) / 1000;
    return ((this.#published - before) * audience.sockets) / seconds;
  }

  /** Milliseconds from an event's acknowledgement to its arrival, one a socket and event, at the steady rate. */
  async listen(durationMs: number): Promise<Float64Array> {
    const { audience, server, request, steadyPerSecond } = this.#broadcast;
    await audience.collect();
    const connection = await KeepAliveConnection.open(server.port);
    const acknowledged = new Map<number, number>();
    const startsAt = performance.now();
    for (let dueAt = startsAt; dueAt < startsAt + durationMs; dueAt += 1000 / steadyPerSecond) {
      await sleep(Math.max(0, dueAt - performance.now()));
      await connection.exchange(request);
      this.#published += 1;
      acknowledged.set(this.#published, monotonicMs());
    }
    connection.close();
    await audience.everywhere(this.#published);
    const latencies: number[] = [];
    for (const [event, arrivals] of await audience.collect()) {
      const acknowledgedAt = acknowledged.get(event) ?? Number.NaN;
      // A frame may be here before the acknowledgement is.
      for (const at of arrivals.flatMap((each) => [...each])) latencies.push(Math.max(0, at - acknowledgedAt));
    }
    return Float64Array.from(latencies);
  }
}

/**
 * A subject whose rate is the deliveries of one server to its audience. Half of a round is spent on the rate, half on the
 * latency at a steady rate. Between its rounds the server is paused, so that it takes nothing of the core from the others.
 */
export function broadcastSubject(broadcast: Broadcast): Subject {
  const { server, audience } = broadcast;
  server.process.kill('SIGSTOP');
  return {
    name: server.name,
    async measure(durationMs) {
      server.process.kill('SIGCONT');
      const round = new Round(broadcast);
      const [coreUse, loadUse] = [watchServerCore(server.pid), audience.watch()];
      const ratePerSecond = await round.saturate(durationMs / 2);
      const use = { ...coreUse(), loadBusy: loadUse() };
      const latenciesMs = await round.listen(durationMs / 2);
      server.process.kill('SIGSTOP');
      return { ratePerSecond, latenciesMs, ...use };
    },
  };
}
