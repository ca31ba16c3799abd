import { readFileSync } from 'node:fs';

/** Linux reports process times in ticks of 1/100 s on every architecture Node supports. */
const TICKS_PER_SECOND = 100;

function cpuSecondsOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces; the numbered fields begin after its closing bracket, with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return null;
  }
}

/**
 * Starts watching a process. The returned function gives the share of one core used since then, all threads together,
 * or null where there is no `/proc`.
 */
export function watchCpu(pid: number): () => number | null {
  const startedAt = performance.now();
  const before = cpuSecondsOf(pid);
  return () => {
    const after = cpuSecondsOf(pid);
    if (before === null || after === null) return null;
    return (after - before) / ((performance.now() - startedAt) / 1000);
  };
}
