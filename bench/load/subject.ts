import type { Bench, Subject } from '../case.ts';
import { watchServerCore } from '../process/cpu-clock.ts';
import type { Server } from '../process/start-server.ts';
import type { Stream } from './stream.ts';

/**
 * A subject whose rate is the answers of `stream` per second. `beside` runs at the same time against the same server;
 * only its latencies are kept.
 */
export function streamSubject(bench: Bench, server: Server, stream: Stream, beside?: Stream): Subject {
  const streams = beside ? [stream, beside] : [stream];
  return {
    name: server.name,
    async measure(durationMs) {
      const coreUse = watchServerCore(server.pid);
      const { results, loadBusy } = await bench.load.run({ streams, durationMs });
      const use = coreUse();
      const [main, second] = results;
      if (!main) throw new Error('the load generator gave no result');
      const besides = second && { besideLatenciesMs: second.latenciesMs };
      return { ...main, ...use, loadBusy, ...besides };
    },
  };
}
