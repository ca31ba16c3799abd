import { readFileSync } from 'node:fs';

const SHELLS = /^(sh|bash|dash|ash|zsh|ksh|busybox)$/;
/** Later than this a look is not compared: the process was stopped, frozen or asleep meanwhile, and its shell with it. */
const LATE_MS = 1_000;

/** The parent of a process and its name, on Linux; nothing elsewhere, or where there is no such process. */
function parentOf(pid: number): { parent: number; name: string } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const [, name = '', parent = ''] = /^\d+ \((.*)\) \S (\d+)/s.exec(stat) ?? [];
    return { parent: Number(parent), name };
  } catch {
    return undefined;
  }
}

/** How often the process has gone to sleep; it sleeps anew after whatever woke it. */
function sleepsOf(pid: number): string | undefined {
  try {
    return /^voluntary_ctxt_switches:\s*(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

/** Whoever started us, as far up as npm: ourselves under it, or under the shell it runs scripts in. */
export function starters(): string {
  const { ppid } = process;
  const parent = parentOf(ppid);
  return parent !== undefined && SHELLS.test(parent.name) ? `${ppid} ${parent.parent}` : String(ppid);
}

/** The shell that npm runs this process and no other in, where there is one: another's end would wake it as a signal does. */
export function shellToWatch(): number | undefined {
  const { pid, ppid } = process;
  if (!SHELLS.test(parentOf(ppid)?.name ?? '')) return undefined;
  try {
    const children = readFileSync(`/proc/${ppid}/task/${ppid}/children`, 'utf8');
    return children.trim() === String(pid) ? ppid : undefined;
  } catch {
    return undefined;
  }
}

interface Look {
  readonly sleeps: string | undefined;
  readonly elapsedMs: number;
  readonly wallMs: number;
}

/**
 * Whether the shell that waits for us was woken by a signal. npm sends SIGINT to its shell; dash, as which Debian and Ubuntu have
 * `sh`, keeps that to itself until its command ends, and all that can be seen of it is that the sleeping shell woke up. What
 * else wakes it stops us as well and is not counted: Ctrl+Z, SIGSTOP, a frozen container, a computer that slept.
 */
export class ShellWatch {
  readonly #shell: number;
  readonly #everyMs: number;
  #last: Look;
  #suspicious = false;

  constructor(shell: number, everyMs: number) {
    this.#shell = shell;
    this.#everyMs = everyMs;
    this.#last = this.#read();
  }

  /** One look, to be taken `everyMs` after the last. True at the second that finds the shell woken, so that a SIGCONT comes first. */
  look(): boolean {
    const { sleeps, elapsedMs, wallMs } = this.#last;
    const now = this.#read();
    const passedMs = now.elapsedMs - elapsedMs;
    const isComparable = passedMs - this.#everyMs < LATE_MS && Math.abs(now.wallMs - wallMs - passedMs) < LATE_MS;
    this.#last = now;
    if (!isComparable) this.#suspicious = false;
    else if (this.#suspicious) return true;
    else this.#suspicious = now.sleeps !== sleeps && now.sleeps !== undefined && sleeps !== undefined;
    return false;
  }

  /** This process was stopped and goes on: what woke the shell is known. */
  continued(): void {
    this.#suspicious = false;
    this.#last = this.#read();
  }

  #read(): Look {
    return { sleeps: sleepsOf(this.#shell), elapsedMs: performance.now(), wallMs: Date.now() };
  }
}
