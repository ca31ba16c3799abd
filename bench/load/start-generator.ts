import { fileURLToPath } from 'node:url';
import { askChild } from '../process/ask-child.ts';
import type { Children } from '../process/children.ts';
import { watchCpu } from '../process/cpu-clock.ts';
import type { LoadJob, LoadReply, StreamResult } from './stream.ts';

const GENERATOR = fileURLToPath(new URL('./generator.ts', import.meta.url));

export interface LoadGenerator {
  /** Runs one job and returns its results in the order of the streams; throws if any answer was not 2xx. */
  run(job: LoadJob): Promise<{ results: StreamResult[]; loadBusy: number | null }>;
}

/** Starts the load generator on the load core. It runs one job at a time. */
export function startGenerator(children: Children): LoadGenerator {
  const child = children.start({ name: 'load generator', side: 'load', args: [GENERATOR], hasChannel: true });
  return {
    async run(job) {
      const busySince = watchCpu(child.pid);
      const reply = await askChild<LoadReply>(child, job);
      if ('error' in reply) throw new Error(`the load generator met a wrong answer: ${reply.error}`);
      return { results: reply.results, loadBusy: busySince() };
    },
  };
}
