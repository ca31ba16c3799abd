import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../packages/gateway/src/app/free-port.ts';
import type { Bench, FigureCase } from '../case.ts';
import { watchCpu } from '../process/cpu-clock.ts';
import { residentBytes } from '../process/resident-bytes.ts';
import { median } from '../report/statistics.ts';
import { LAUNCHER } from '../servers/sallyport.ts';

const STARTS = 3;
const LOOK_MS = 5;
const WITHIN_MS = 30_000;
/** An idle server gives memory back ten seconds after its start. */
const SETTLE_MS = 12_000;
const BAR_MS = 1_500;
const BAR_MB = 200;

interface Start {
  readyMs: number;
  /** CPU time of the process until then: what is left to compare where others take the core. */
  cpuMs: number | null;
  residentMegabytes: number;
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}

async function startOnce({ children, directory }: Bench, index: number): Promise<Start> {
  const port = await freePort('127.0.0.1');
  const data = join(directory, `start-${index}`);
  const args = [LAUNCHER, 'serve', '--port', String(port), '--data-dir', data];
  const startedAt = performance.now();
  const { pid, process } = children.start({ name: `Sallyport ${index}`, side: 'server', args });
  const cpuUse = watchCpu(pid);
  while (!(await answers(`http://127.0.0.1:${port}/readyz`))) {
    if (performance.now() > startedAt + WITHIN_MS) throw new Error(`no answer within ${WITHIN_MS} ms`);
    await sleep(LOOK_MS);
  }
  const readyMs = performance.now() - startedAt;
  const busy = cpuUse();
  await sleep(SETTLE_MS);
  const residentMegabytes = residentBytes(pid) / 1_000_000;
  process.kill('SIGTERM');
  return { readyMs, cpuMs: busy === null ? null : busy * readyMs, residentMegabytes };
}

/** How long a start takes with a new, empty database, and what the process has twelve seconds later. */
export const start: FigureCase = {
  id: 'start',
  title: `${STARTS} starts with an empty database`,
  async measure(bench, progress) {
    const starts: Start[] = [];
    for (let index = 1; index <= STARTS; index += 1) {
      starts.push(await startOnce(bench, index));
      progress(`  start ${index}/${STARTS}`);
    }
    const readyMs = median(starts.map((each) => each.readyMs));
    const megabytes = median(starts.map(({ residentMegabytes }) => residentMegabytes));
    return {
      heading: ['start', 'first answer, ms', 'CPU until then, ms', 'RSS, MB'],
      rows: starts.map((each, index) => [
        String(index + 1),
        each.readyMs.toFixed(0),
        each.cpuMs?.toFixed(0) ?? '-',
        each.residentMegabytes.toFixed(1),
      ]),
      verdicts: [
        {
          bar: 'median to the first answer',
          measured: `${readyMs.toFixed(0)} ms`,
          wanted: `< ${BAR_MS} ms`,
          isMet: readyMs < BAR_MS,
        },
        {
          bar: 'median RSS',
          measured: `${megabytes.toFixed(1)} MB`,
          wanted: `< ${BAR_MB} MB`,
          isMet: megabytes < BAR_MB,
        },
      ],
    };
  },
};
