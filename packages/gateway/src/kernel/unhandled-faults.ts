import type { Log } from './log.ts';

export type UnhandledKind = 'rejection' | 'exception';

/**
 * What nobody handled is logged and counted, and the process goes on: everything that must be true is in the database, in
 * whole transactions, and a server that ends takes every socket and every call in progress with it.
 */
export class UnhandledFaults {
  readonly counts: Record<UnhandledKind, number> = { rejection: 0, exception: 0 };
  readonly #log: Log;

  constructor(log: Log) {
    this.#log = log;
  }

  /** From now on, until the function it returns is called. */
  survive(process: NodeJS.Process): () => void {
    const note = (kind: UnhandledKind) => (err: unknown) => {
      this.counts[kind] += 1;
      this.#log.error({ err, kind }, 'a fault that nobody handled; the server goes on');
    };
    const [onRejection, onException] = [note('rejection'), note('exception')];
    process.on('unhandledRejection', onRejection);
    process.on('uncaughtException', onException);
    return () => {
      process.off('unhandledRejection', onRejection);
      process.off('uncaughtException', onException);
    };
  }
}
