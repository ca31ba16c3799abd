import { readdirSync, readFileSync } from 'node:fs';

/** Linux reports times in ticks of 1/100 s on every architecture Node supports. */
const TICKS_PER_SECOND = 100;

interface Entry {
  readonly pid: number;
  readonly parent: number;
  /** With that of children which have ended. */
  readonly seconds: number;
}

function entryOf(pid: string): Entry | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name may hold spaces; the numbered fields begin after its closing bracket, with field 3.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
    return { pid: Number(pid), parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
  } catch {
    return null;
  }
}

/** CPU time of a process and of everything it started, since they started; NaN where the system does not report it. */
export function treeCpuSeconds(root: number): number {
  let entries: Entry[];
  try {
    entries = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => entryOf(name) ?? []);
  } catch {
    return Number.NaN;
  }
  const secondsBelow = (pid: number): number =>
    entries
      .filter(({ parent }) => parent === pid)
      .reduce((sum, each) => sum + each.seconds + secondsBelow(each.pid), 0);
  const own = entries.find(({ pid }) => pid === root);
  return own === undefined ? Number.NaN : own.seconds + secondsBelow(root);
}

/** CPU time of a process's main thread alone, which is what runs JavaScript. */
export function mainThreadCpuSeconds(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/task/${pid}/stat`, 'latin1');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  } catch {
    return Number.NaN;
  }
}
