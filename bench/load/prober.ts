import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '../report/statistics.ts';

/** What was asked at a steady rate: how long each answer took from when it was due, and how many were none. */
export interface Probed {
  p50Ms: number;
  p99Ms: number;
  /** Requests that were not answered 2xx. Their time counts, too. */
  failures: number;
  asked: number;
}

/** Asks every `everyMs` whether or not it has been answered, so that a stall shows in every request it delayed. */
export async function probe(ask: () => Promise<unknown>, everyMs: number, durationMs: number): Promise<Probed> {
  const startsAt = performance.now();
  const latenciesMs: number[] = [];
  let failures = 0;
  const askOnce = async (dueAt: number) => {
    await ask().catch(() => {
      failures += 1;
    });
    latenciesMs.push(performance.now() - dueAt);
  };
  const asked: Promise<void>[] = [];
  for (let dueAt = startsAt; dueAt < startsAt + durationMs; dueAt += everyMs) {
    await sleep(Math.max(0, dueAt - performance.now()));
    asked.push(askOnce(dueAt));
  }
  await Promise.all(asked);
  const sorted = [Float64Array.from(latenciesMs)];
  return { p50Ms: percentile(sorted, 0.5), p99Ms: percentile(sorted, 0.99), failures, asked: asked.length };
}
