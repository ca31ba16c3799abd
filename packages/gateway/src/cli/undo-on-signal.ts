import { rmSync } from 'node:fs';

const SIGNAL_NUMBERS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;
type Signal = keyof typeof SIGNAL_NUMBERS;

/** What a command that is ended in the middle removes, so that nothing half-written is left. */
export interface Undo {
  /** This file or folder is not whole, or this process's alone: removed where a signal ends it. */
  readonly add: (path: string) => void;
  /** Whether the command waits for its next time, and may end as if it had been done. */
  readonly wait: (isWaiting: boolean) => void;
  /** From here on the command ends as any other does. */
  readonly release: () => void;
}

export function undoOnSignal(): Undo {
  const paths = new Set<string>();
  let isWaiting = false;
  const end = (signal: Signal) => {
    for (const path of paths) rmSync(path, { recursive: true, force: true });
    process.exit(isWaiting ? 0 : 128 + SIGNAL_NUMBERS[signal]);
  };
  const signals = Object.keys(SIGNAL_NUMBERS) as Signal[];
  for (const signal of signals) process.on(signal, end);
  return {
    add: (path) => void paths.add(path),
    wait: (state) => {
      isWaiting = state;
    },
    release: () => {
      for (const signal of signals) process.off(signal, end);
    },
  };
}
