import type { Clock } from '../../kernel/clock.ts';
import type { Finding } from './finding.ts';

const FRESH_MS = 15_000;

/** What an examination of the installation found, and when it ended, in milliseconds. */
export interface Examination {
  readonly findings: readonly Finding[];
  readonly examinedAt: number;
}

/** Examines at most once at a time and once in 15 s, however many ask: whoever asks meanwhile gets the same. */
export class Examinations {
  readonly #clock: Clock;
  readonly #examine: () => Promise<readonly Finding[]>;
  #running: Promise<Examination> | undefined;
  #done: { readonly examination: Examination; readonly at: number } | undefined;

  constructor({ clock, examine }: { clock: Clock; examine: () => Promise<readonly Finding[]> }) {
    this.#clock = clock;
    this.#examine = examine;
  }

  async read(): Promise<Examination> {
    if (this.#done !== undefined && this.#clock.elapsed() - this.#done.at < FRESH_MS) return this.#done.examination;
    this.#running ??= this.#run().finally(() => {
      this.#running = undefined;
    });
    return this.#running;
  }

  async #run(): Promise<Examination> {
    const findings = await this.#examine();
    const examination = { findings, examinedAt: this.#clock.now() };
    this.#done = { examination, at: this.#clock.elapsed() };
    return examination;
  }
}
