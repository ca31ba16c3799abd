import { Loops, type RepeatedLoop } from '../../gateway/src/kernel/loops.ts';

/** The loops of a gateway whose clock is in a test's hand: all of them can be asked for a run, as when the test has moved it. */
export class AskedLoops extends Loops {
  readonly #repeated: RepeatedLoop[] = [];

  override repeat(...of: Parameters<Loops['repeat']>): RepeatedLoop {
    const loop = super.repeat(...of);
    this.#repeated.push(loop);
    return loop;
  }

  /** Begins a run of each, or where one is under way has another follow it; of those that were stopped, none. */
  runRepeated(): void {
    for (const loop of this.#repeated) loop.run();
  }
}
