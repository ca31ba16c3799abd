import { readFileSync } from 'node:fs';
import { isPinned, SERVER_CORE } from './pinning.ts';

/** Linux reports times in ticks of 1/100 s on every architecture Node supports. */
const TICKS_PER_SECOND = 100;

/** What a measured process had of its core, as shares of the time; null where the system does not report it. */
export interface ServerCoreUse {
  /** CPU time of the process, all its threads together. */
  serverBusy: number | null;
  /** CPU time on the server core that was not the process's: what others took, and it might have used. */
  othersBusy: number | null;
}

/** CPU time of a process since it started, all its threads together; null where the system does not report it. */
export function cpuSecondsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces; the numbered fields begin after its closing bracket, with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/** Busy time of the server core since the machine started. A core of a virtual machine that is taken away is busy too. */
function serverCoreSeconds(): number | null {
  if (!isPinned) return null;
  const line = new RegExp(`^cpu${SERVER_CORE} (.*)$`, 'm').exec(readFileSync('/proc/stat', 'latin1'))?.[1];
  if (line === undefined) return null;
  const [user = 0, nice = 0, system = 0, , , irq = 0, softirq = 0, steal = 0] = line.split(' ').map(Number);
  return (user + nice + system + irq + softirq + steal) / TICKS_PER_SECOND;
}

const minus = (after: number | null, before: number | null) =>
  after === null || before === null ? null : after - before;

/** Starts watching a process. The returned function gives the share of one core it used since then, or null. */
export function watchCpu(pid: number): () => number | null {
  const startedAt = performance.now();
  const before = cpuSecondsOf(pid);
  return () => {
    const used = minus(cpuSecondsOf(pid), before);
    return used === null ? null : used / ((performance.now() - startedAt) / 1000);
  };
}

/** Starts watching a process on the server core and the core itself. The returned function gives the use since then. */
export function watchServerCore(pid: number): () => ServerCoreUse {
  const startedAt = performance.now();
  const coreBefore = serverCoreSeconds();
  const ownSince = watchCpu(pid);
  return () => {
    const serverBusy = ownSince();
    const core = minus(serverCoreSeconds(), coreBefore);
    const coreBusy = core === null ? null : core / ((performance.now() - startedAt) / 1000);
    const others = minus(coreBusy, serverBusy);
    return { serverBusy, othersBusy: others === null ? null : Math.max(0, others) };
  };
}
