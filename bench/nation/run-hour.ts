import { fileURLToPath } from 'node:url';
import type { Bench } from '../case.ts';
import type { Child } from '../process/children.ts';
import { cpuSecondsOf } from '../process/cpu-clock.ts';
import { checkStored } from './check-stored.ts';
import type { Generated, GeneratorOrder, Prepared } from './generator/orders.ts';
import { WORK } from './generator/work/index.ts';
import { type Phase, scaleOf } from './hour.ts';
import type { Listened, ListenersOrder } from './listeners/orders.ts';
import type { NationOptions } from './nation-options.ts';
import { order } from './peer.ts';
import { populate } from './population/population.ts';
import type { Row } from './row.ts';
import { type CpuSeconds, startNationServers } from './servers.ts';
import { Stored } from './stored.ts';

const GENERATOR = fileURLToPath(new URL('./generator/main.ts', import.meta.url));
const LISTENERS = fileURLToPath(new URL('./listeners/main.ts', import.meta.url));

/** What the parts used in one phase, in CPU seconds a second. */
export interface PhaseUse {
  readonly server: number;
  /** Of the busiest server process's main thread. */
  readonly mainThread: number;
  readonly database: number;
  readonly generator: number;
  readonly listeners: number;
}

/** Everything that one hour showed. */
export interface HourResult {
  readonly rows: readonly Row[];
  readonly use: ReadonlyMap<Phase['name'], PhaseUse>;
  readonly residentBytes: number;
  readonly databaseBytes: number;
  /** By which the database grew, for each event that was written, with whatever else was written beside it. */
  readonly bytesAnEvent: number;
  /** Numbers that agencies' logs left out. */
  readonly gaps: number;
  /** Why something was refused, or a socket closed; each reason once. */
  readonly reasons: readonly string[];
}

type Progress = (line: string) => void;

interface Clocks extends CpuSeconds {
  readonly generator: number;
  readonly listeners: number;
  readonly at: number;
}

function useBetween(before: Clocks, after: Clocks): PhaseUse {
  const seconds = (after.at - before.at) / 1_000;
  const perSecond = (of: (clocks: Clocks) => number) => (of(after) - of(before)) / seconds;
  const threads = after.mainThreads.map((_, index) => perSecond(({ mainThreads }) => mainThreads[index] ?? Number.NaN));
  return {
    server: perSecond(({ server }) => server),
    mainThread: Math.max(...threads),
    database: perSecond(({ database }) => database),
    generator: perSecond(({ generator }) => generator),
    listeners: perSecond(({ listeners }) => listeners),
  };
}

/**
 * Runs one hour on new servers and a new database: everybody who asks and listens, and what became of it, counted by those
 * who asked, by those who listened, and in the database afterwards.
 */
export async function runHour(
  bench: Bench,
  options: Pick<NationOptions, 'share' | 'engine' | 'processes' | 'phases'>,
  progress: Progress,
): Promise<HourResult> {
  const scale = scaleOf(options.share);
  const start = (name: string, program: string): Child =>
    bench.children.start({ name, side: 'any', args: [program], hasChannel: true });
  progress('starting');
  const servers = await startNationServers(bench, options);
  const { origins, place } = servers;
  progress(`adding ${scale.agencies} agencies`);
  const population = await populate(bench, scale.agencies, place, servers.env);
  const [generator, listeners] = [start('generator', GENERATOR), start('listeners', LISTENERS)];
  const ask = <Result>(wanted: GeneratorOrder) => order<Result>(generator, wanted, progress);
  const listen = <Result>(wanted: ListenersOrder) => order<Result>(listeners, wanted, progress);
  const { origin: receiver } = await listen<{ origin: string }>({ kind: 'receive' });
  progress('opening calls, subscribing webhooks');
  const prepared = await ask<Prepared>({ kind: 'prepare', origins, population, scale, receiver });
  progress('opening streams');
  await listen({ kind: 'open', origins, population, scale, prepared });
  const [before, bytesBefore] = [await Stored.read(place), await servers.databaseBytes()];
  const clocks = (): Clocks => ({
    ...servers.cpu(),
    generator: cpuSecondsOf(generator.pid) ?? Number.NaN,
    listeners: cpuSecondsOf(listeners.pid) ?? Number.NaN,
    at: performance.now(),
  });
  const use = new Map<Phase['name'], PhaseUse>();
  let residentBytes = 0;
  for (const phase of options.phases) {
    await listen({ kind: 'phase', name: phase.name });
    const started = clocks();
    await ask({ kind: 'run', phase });
    use.set(phase.name, useBetween(started, clocks()));
    residentBytes = Math.max(residentBytes, servers.residentBytes());
  }
  progress('waiting for the last answers and messages');
  const { rows, events, reasons } = await ask<Generated>({ kind: 'settle' });
  const listened = await listen<Listened>({ kind: 'settle', events });
  const [after, databaseBytes] = [await Stored.read(place), await servers.databaseBytes()];
  const agencyIds = population.agencies.map(({ id }) => id);
  const checked = WORK.flatMap(({ kind }, index) => {
    const row = rows[index];
    return row === undefined ? [] : [checkStored(row, kind, { before, after, agencyIds, events })];
  });
  const written = events.reduce(
    (total, { acknowledged }) => total + Object.values(acknowledged).reduce((sum, count) => sum + count, 0),
    0,
  );
  return {
    rows: [...checked, ...listened.rows],
    use,
    residentBytes,
    databaseBytes,
    bytesAnEvent: (databaseBytes - bytesBefore) / written,
    gaps: after.gaps,
    reasons: [...reasons, ...listened.reasons],
  };
}
