import type { Log } from '../../kernel/log.ts';
import type { ChainHead } from '../types.ts';
import type { AnchorFile } from './anchor-file.ts';

/** Half of what is promised, so that a slow disk or a busy machine keeps the promise of ten seconds. */
const ANCHORED_EVERY_MS = 5_000;

/**
 * States outside the database, in its file and in the log, how far each chain of this process has come: at most five seconds
 * after a record became durable, and when it stops. A file that cannot be written is an error in the log, and tried again.
 */
export class AnchorWriter {
  readonly #file: AnchorFile;
  readonly #log: Log;
  readonly #heads = new Map<string, ChainHead>();
  #timer: NodeJS.Timeout | undefined;
  #rewriting: Promise<void> | undefined;

  constructor(ports: { file: AnchorFile; log: Log }) {
    this.#file = ports.file;
    this.#log = ports.log;
  }

  /** Notes a record that has become durable. */
  readonly note = (head: ChainHead): void => {
    this.#heads.set(head.chain, head);
    this.#timer ??= setTimeout(() => this.#write(), ANCHORED_EVERY_MS).unref();
  };

  /** Anchors what was noted, and notes nothing further by itself. */
  async stop(): Promise<void> {
    this.#write();
    await this.#rewriting;
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const heads = [...this.#heads.values()];
    if (heads.length === 0) return;
    try {
      this.#file.append(heads);
      this.#heads.clear();
      this.#log.info({ audit_heads: heads }, 'the newest audit records');
      if (this.#file.isLong()) this.#rewrite();
    } catch (err) {
      this.#log.error({ err }, `the newest audit records could not be anchored in ${this.#file.path}; trying again`);
      this.#timer = setTimeout(() => this.#write(), ANCHORED_EVERY_MS).unref();
    }
  }

  #rewrite(): void {
    this.#rewriting ??= this.#file
      .rewrite()
      .catch((err) => this.#log.error({ err }, `${this.#file.path} could not be shortened; trying again later`))
      .finally(() => {
        this.#rewriting = undefined;
      });
  }
}
