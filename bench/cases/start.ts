import { once } from 'node:events';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../packages/gateway/src/app/free-port.ts';
import type { Bench, FigureCase } from '../case.ts';
import { watchCpu } from '../process/cpu-clock.ts';
import { residentBytes } from '../process/resident-bytes.ts';
import { median } from '../report/statistics.ts';
import { openCalls } from '../servers/open-calls.ts';
import { databaseFileOf, LAUNCHER, SEED_INCIDENTS, startSallyport } from '../servers/sallyport.ts';

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

async function startOnce({ children }: Bench, data: string, options: readonly string[] = []): Promise<Start> {
  const port = await freePort('127.0.0.1');
  const args = [LAUNCHER, 'serve', '--port', String(port), '--data-dir', data, ...options];
  const startedAt = performance.now();
  const { pid, process } = children.start({ name: `Sallyport on ${basename(data)}`, side: 'server', args });
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
  await once(process, 'exit');
  return { readyMs, cpuMs: busy === null ? null : busy * readyMs, residentMegabytes };
}

/** How long a start takes with a new, empty database, and what the process has twelve seconds later. */
export const start: FigureCase = {
  id: 'start',
  title: `${STARTS} starts with an empty database`,
  async measure(bench, progress) {
    const starts: Start[] = [];
    for (let index = 1; index <= STARTS; index += 1) {
      starts.push(await startOnce(bench, join(bench.directory, `start-${index}`)));
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

const MANY = 1_000_000;
/** What other programs take of the machine makes so much of a difference between two starts. */
const GROWN_AT_MOST = 1.25;

/** A start where a million incidents are stored, beside one of the same sandbox before. */
export const startGrown: FigureCase = {
  id: 'start-grown',
  title: `starts before and after ${MANY.toLocaleString('en')} incidents are stored`,
  isOnlyNamed: true,
  async measure(bench, progress) {
    const sandbox = await startSallyport(bench);
    await openCalls(sandbox, 1);
    sandbox.process.kill('SIGTERM');
    await once(sandbox.process, 'exit');
    const data = join(bench.directory, 'data');
    const few = await startOnce(bench, data, ['--demo']);
    progress('  seeding');
    const args = [SEED_INCIDENTS, databaseFileOf(bench), 'sandbox-county', String(MANY)];
    const seeding = bench.children.start({ name: 'seed', side: 'server', args });
    const [code] = (await once(seeding.process, 'exit')) as [number | null];
    if (code !== 0) throw new Error(`${MANY} incidents could not be seeded`);
    const many = await startOnce(bench, data, ['--demo']);
    const ratio = (many.cpuMs ?? Number.NaN) / (few.cpuMs ?? Number.NaN);
    return {
      heading: ['incidents', 'first answer, ms', 'CPU until then, ms', 'RSS, MB'],
      rows: [few, many].map((each, index) => [
        index === 0 ? '1' : MANY.toLocaleString('en'),
        each.readyMs.toFixed(0),
        each.cpuMs?.toFixed(0) ?? '-',
        each.residentMegabytes.toFixed(1),
      ]),
      verdicts: [
        {
          bar: 'CPU until the first answer, grown / new',
          measured: ratio.toFixed(2),
          wanted: `<= ${GROWN_AT_MOST}`,
          isMet: ratio <= GROWN_AT_MOST,
        },
        {
          bar: 'RSS, grown / new',
          measured: (many.residentMegabytes / few.residentMegabytes).toFixed(2),
          wanted: `<= ${GROWN_AT_MOST}`,
          isMet: many.residentMegabytes <= GROWN_AT_MOST * few.residentMegabytes,
        },
      ],
    };
  },
};
