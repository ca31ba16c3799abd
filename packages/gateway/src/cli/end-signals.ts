import { readFileSync } from 'node:fs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
/** A terminal sends Ctrl+C to npm and to us, and npm sends it to us again: a second signal so soon is the first. */
const SAME_SIGNAL_MS = 1_000;
const LOOK_EVERY_MS = 250;
const SHELLS = /^(sh|bash|dash|ash|zsh|ksh|busybox)$/;

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

/** Whoever started us, as far up as npm: ourselves under it, or under the shell it runs scripts in. */
function starters(): string {
  const { ppid } = process;
  const parent = parentOf(ppid);
  return parent !== undefined && SHELLS.test(parent.name) ? `${ppid} ${parent.parent}` : String(ppid);
}

/**
 * npm and npx pass no signal on but two, and none when they are killed: a process of theirs that has lost them ends. One
 * that was started otherwise may well outlive its shell, so it is not watched.
 */
function whenNpmIsGone(end: () => void): () => void {
  if (process.env['npm_command'] === undefined) return () => {};
  const first = starters();
  const timer = setInterval(() => {
    if (starters() !== first) end();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Resolves once the process is asked to end: by a signal, by its terminal's closing, or by the end of the npm or npx that
 * runs it. A further signal after a second ends the process at once, as that signal would.
 */
export function signalled(): Promise<void> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const stopWatching = whenNpmIsGone(() => ask());
    const ask = () => {
      askedAt ??= performance.now();
      stopWatching();
      resolve();
    };
    for (const signal of SIGNALS) {
      process.on(signal, () => {
        if (askedAt !== undefined && performance.now() - askedAt > SAME_SIGNAL_MS) {
          process.exit(128 + SIGNAL_NUMBERS[signal]);
        }
        ask();
      });
    }
  });
}
