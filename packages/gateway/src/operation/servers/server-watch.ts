import { hostname } from 'node:os';
import type { Database } from '../../database/database.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Log } from '../../kernel/log.ts';
import type { Loops, RepeatedLoop } from '../../kernel/loops.ts';
import { newUuid, type Random } from '../../kernel/random.ts';
import type { Readiness } from '../../kernel/readiness.ts';
import { noteStorage } from '../storage/note-storage.ts';
import { putServer, removeServer, removeSilentServers } from './store.ts';

const STATED_EVERY_MS = 15_000;
/** A server that stated nothing for so long has stopped, or cannot write. */
export const SILENT_AFTER_MS = 60_000;
/** For so long an operator sees that there was one. */
const FORGOTTEN_AFTER_MS = 3_600_000;

interface WatchPorts {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly loops: Loops;
  readonly readiness: Readiness;
  readonly streams: { measure(): readonly { readonly count: number; readonly behind: number }[] };
  readonly channels: { readonly count: number };
}

/**
 * States in the database every 15 s that this server runs, its version, and how its streams and parts are, so that an operator sees
 * every server at any of them; notes once a day how large the database is. One that ends takes its row away; one that was killed is
 * shown as silent for an hour.
 */
export class ServerWatch {
  readonly id: string;
  readonly version: string;
  readonly #ports: WatchPorts;
  readonly #startedAt: number;
  #loop: RepeatedLoop | undefined;

  constructor(ports: WatchPorts, version: string) {
    this.#ports = ports;
    this.version = version;
    this.id = newUuid(ports.clock, ports.random);
    this.#startedAt = ports.clock.now();
  }

  start(): void {
    const failure = 'this server could not state that it runs; trying again in 15 s';
    const options = { everyMs: STATED_EVERY_MS, isEssential: false, failure };
    this.#loop = this.#ports.loops.repeat('servers', options, () => this.state());
    this.#loop.run();
  }

  /** States once what is. */
  async state(): Promise<void> {
    const { database, clock, readiness, streams, channels } = this.#ports;
    const { parts } = await readiness.report();
    const kinds = streams.measure();
    const seenAt = clock.now();
    const row = {
      ...{ id: this.id, host: hostname(), version: this.version, startedAt: this.#startedAt, seenAt },
      sockets: kinds.reduce((sum, { count }) => sum + count, channels.count),
      eventsBehind: Math.max(0, ...kinds.map(({ behind }) => behind)),
      notReady: Object.entries(parts).flatMap(([name, { status }]) => (status === 'ready' ? [] : `${name} ${status}`)),
    };
    await database.write(async ({ query }) => {
      await putServer(query, row);
      await removeSilentServers(query, seenAt - FORGOTTEN_AFTER_MS);
    });
    await noteStorage(this.#ports);
  }

  /** States that this server is gone; nothing where it was never started. */
  async stop(): Promise<void> {
    if (this.#loop === undefined) return;
    await this.#loop.stop();
    const { database, log } = this.#ports;
    await database
      .write(({ query }) => removeServer(query, this.id))
      .catch((err) => log.warn({ err }, 'this server could not state that it stops'));
  }
}
