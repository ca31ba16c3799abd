import { setTimeout as sleep } from 'node:timers/promises';
import { monotonicMs } from '../../sockets/receiving.ts';
import { NATION, type Phase } from '../hour.ts';
import type { Tally } from './tally.ts';
import type { World } from './world.ts';

const LOOK_MS = 4;
const PROGRESS_MS = 1_000;

/** What falls due of one kind of work in a phase, and how much of it was started. */
interface Due {
  readonly tally: Tally;
  readonly perSecond: number;
  started: number;
}

/** Asks for everything when it falls due, whether or not what was asked before has been answered. */
export async function runPhase(
  { phase, share, tallies, world }: { phase: Phase; share: number; tallies: readonly Tally[]; world: World },
  progress: (line: string) => void,
): Promise<void> {
  const dues: Due[] = tallies.map((tally) => ({
    tally,
    perSecond: NATION.perSecond[tally.work.kind] * share * phase.rate,
    // Not all kinds begin with the first millisecond.
    started: -world.randomOf(tally.work.kind),
  }));
  const startsAt = monotonicMs();
  const endsAt = startsAt + phase.durationMs;
  let shownAt = 0;
  for (let now = startsAt; ; now = Math.min(monotonicMs(), endsAt)) {
    for (const due of dues) {
      for (;;) {
        const dueAt = startsAt + ((due.started + 1) / due.perSecond) * 1_000;
        if (dueAt > now) break;
        due.started += 1;
        due.tally.start(world, dueAt, phase.name);
      }
    }
    if (now - shownAt > PROGRESS_MS) {
      shownAt = now;
      const sum = (of: (tally: Tally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
      const seconds = `${Math.round((now - startsAt) / 1_000)} of ${Math.round(phase.durationMs / 1_000)} s`;
      progress(`${phase.name}: ${seconds}, ${sum(({ asked }) => asked)} asked, ${sum(({ pending }) => pending)} open`);
    }
    if (now === endsAt) return;
    await sleep(LOOK_MS);
  }
}
