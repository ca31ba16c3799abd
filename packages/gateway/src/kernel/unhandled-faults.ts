import type { Log } from './log.ts';

type Kind = 'rejection' | 'exception';

/**
 * What nobody handled: it is logged and counted, and the process goes on, because everything that must be true is in the
 * database, in whole transactions. A fault that comes a hundred times a minute is not survived but ends the process in order,
 * for whoever watches it to start it anew.
 */
export class UnhandledFaults {
  readonly counts: Record<Kind, number> = { rejection: 0, exception: 0 };
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** From now on, until the function it returns is called. `onFlood` is called once. */
  survive(process: NodeJS.Process, onFlood: () => void): () => void {
    let recent: number[] = [];
    const note = (kind: Kind) => (err: unknown) => {
      this.counts[kind] += 1;
      this.#log.error({ err, kind }, 'a fault that nobody handled');
      const now = performance.now();
      recent = [...recent.filter((at) => now - at < FLOOD_WITHIN_MS), now];
      if (recent.length === FLOOD_FAULTS) onFlood();
    };
    const listeners = { rejection: note('rejection'), exception: note('exception') };
    process.on('unhandledRejection', listeners.rejection);
    process.on('uncaughtException', listeners.exception);
    return () => {
      process.off('unhandledRejection', listeners.rejection);
      process.off('uncaughtException', listeners.exception);
    };
  }
}

const FLOOD_WITHIN_MS = 60_000;
const FLOOD_FAULTS = 100;
