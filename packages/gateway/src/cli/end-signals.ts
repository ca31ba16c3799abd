import { ShellWatch, shellToWatch, starters } from './npm-shell.ts';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Signal = (typeof SIGNALS)[number];
/** A terminal sends Ctrl+C to npm and to us, and npm sends it to us again: a second signal so soon is the first. */
const SAME_SIGNAL_MS = 1_000;
const LOOK_EVERY_MS = 250;
/**
 * npm and npx pass no signal on but two, and none when they are killed: a process of theirs that has lost them ends, and so does
 * one whose shell kept npm's SIGINT to itself. One that was started otherwise may well outlive its shell, so it is not watched.
 */
function whenNpmEnds(end: () => void): () => void {
  if (process.env['npm_command'] === undefined) return () => {};
  const first = starters();
  const shell = shellToWatch();
  const watch = shell === undefined ? undefined : new ShellWatch(shell, LOOK_EVERY_MS);
  const continued = () => watch?.continued();
  process.on('SIGCONT', continued);
  const timer = setInterval(() => {
    if (starters() !== first || watch?.look() === true) end();
  }, LOOK_EVERY_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    process.off('SIGCONT', continued);
  };
}

/**
 * Resolves once the process is asked to end: by a signal, by its terminal's closing, or by the end of the npm or npx that
 * runs it, or a signal to that; with the exit code of a program that the signal ended. A further signal after a second ends the
 * process at once, as that signal would. Nothing is looked for any more once `until` is aborted.
 */
export function signalled(until?: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    let askedAt: number | undefined;
    const stopWatching = whenNpmEnds(() => ask('SIGTERM'));
    const ask = (signal: Signal) => {
      const code = 128 + SIGNAL_NUMBERS[signal];
      if (askedAt !== undefined && performance.now() - askedAt > SAME_SIGNAL_MS) process.exit(code);
      askedAt ??= performance.now();
      stopWatching();
      resolve(code);
    };
    for (const signal of SIGNALS) process.on(signal, ask);
    until?.addEventListener('abort', () => {
      stopWatching();
      for (const signal of SIGNALS) process.off(signal, ask);
    });
  });
}
