import type { Server } from 'node:http';
import { Server as NetServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../kernel/log.ts';
import type { Readiness } from '../kernel/readiness.ts';
import { Connections } from './connections.ts';

const LOOK_EVERY_MS = 20;
/** Nothing came for so long: who wanted to come has gone elsewhere. */
const QUIET_MS = 300;
const IDLE_MS = 200;
const BODY_MS = 1_000;
const TURNS_AFTER_CUT = 5;

export interface DrainTimes {
  /** How long to go on listening, so that what watches `/readyz` sends elsewhere. */
  readonly drainMs: number;
  /** When everything has ended, whatever it was doing. */
  readonly deadlineMs: number;
}

/**
 * How a server stops. First `/readyz` states that it is draining and every answer closes its connection, while it goes on
 * listening; then it listens no more, sockets are closed, connections without a running request end, and what is being
 * answered is answered; at the deadline the rest is cut off.
 */
export class Drain {
  readonly #app: FastifyInstance;
  readonly #log: Log;
  readonly #connections: Connections;
  readonly #closeSockets: () => Promise<void>;
  #isOn = false;
  #broken = 0;

  /** `closeSockets` ends every WebSocket in order. */
  constructor(
    app: FastifyInstance,
    { readiness, log }: { readiness: Readiness; log: Log },
    closeSockets: () => Promise<void>,
  ) {
    this.#app = app;
    this.#closeSockets = closeSockets;
    this.#log = log;
    this.#connections = new Connections(app.server as Server);
    readiness.add('server', () => ({ status: this.#isOn ? 'draining' : 'ready' }));
    app.addHook('onSend', async ({ raw }, reply, payload) => {
      // Where a body still comes, closing would break the connection before the answer is read.
      if (this.#isOn && raw.complete) reply.header('connection', 'close');
      return payload;
    });
  }

  /** True from the moment the server was asked to stop. */
  get isOn(): boolean {
    return this.#isOn;
  }

  /** Resolves when every connection has ended. */
  async stop({ drainMs, deadlineMs }: DrainTimes): Promise<void> {
    const startedAt = performance.now();
    this.#isOn = true;
    let hurry: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      hurry = setTimeout(() => {
        this.#cutOff(deadlineMs);
        setTimeout(resolve, LOOK_EVERY_MS);
      }, deadlineMs);
    });
    const isWatched = this.#connections.isWatched();
    while (performance.now() - startedAt < Math.min(drainMs, deadlineMs)) {
      const isKnown = !isWatched || this.#connections.wasAskedSince(startedAt);
      if (isKnown && this.#connections.isQuiet(QUIET_MS)) break;
      await turn();
    }
    // Not the HTTP server's own way, which also breaks connections whose first request is on its way.
    NetServer.prototype.close.call(this.#app.server);
    await this.#closeSockets();
    while (this.#connections.countHttp() > 0) {
      this.#broken += this.#connections.endIdle({ idleMs: IDLE_MS, bodyMs: BODY_MS });
      await turn();
    }
    await Promise.race([this.#app.close(), late]);
    clearTimeout(hurry);
    // Their handlers notice only now, and record it before the database is closed.
    for (let turns = 0; this.#broken > 0 && turns < TURNS_AFTER_CUT; turns += 1) await turn();
  }

  #cutOff(deadlineMs: number): void {
    const count = this.#connections.endAll();
    this.#broken += count;
    if (count > 0) this.#log.warn({ count, deadlineMs }, 'connections were cut off, because the server had to stop');
  }
}

/** Ends right after what had arrived was read, so that a connection whose request has come is not taken for idle. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(() => setImmediate(resolve), LOOK_EVERY_MS));
}
