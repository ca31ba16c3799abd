import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { Server as NetServer } from 'node:net';
import type { FastifyInstance } from 'fastify';
import type { Log } from '../kernel/log.ts';
import type { Readiness } from '../kernel/readiness.ts';

interface Connection {
  /** Requests of it that are not answered. */
  readonly running: Set<IncomingMessage>;
  /** True once it is a WebSocket, which is not ours to end. */
  isUpgraded: boolean;
  bytesRead: number;
  /** When bytes were last seen to come. */
  movedAt: number;
}

/** Asked for twice, a second apart, within this time, `/readyz` has somebody who will ask again. */
const WATCHED_WITHIN_MS = 30_000;
const WATCHED_APART_MS = 1_000;

/** The open connections of a server, and what goes on in each: what a stop must wait for, and what it need not. */
class Connections {
  readonly #open = new Map<Socket, Connection>();
  #movedAt = performance.now();
  #readinessAsked: number[] = [];

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#movedAt = performance.now();
      this.#open.set(socket, { running: new Set(), isUpgraded: false, bytesRead: 0, movedAt: this.#movedAt });
      socket.once('close', () => this.#open.delete(socket));
    });
    server.on('request', (request: IncomingMessage, response: ServerResponse) => this.#count(request, response));
    server.on('upgrade', (request: IncomingMessage) => {
      const connection = this.#open.get(request.socket);
      if (connection !== undefined) connection.isUpgraded = true;
    });
  }

  #count(request: IncomingMessage, response: ServerResponse): void {
    this.#movedAt = performance.now();
    if (request.url === '/readyz') this.#readinessAsked = [...this.#readinessAsked.slice(-1), this.#movedAt];
    const connection = this.#open.get(request.socket);
    connection?.running.add(request);
    response.once('close', () => {
      this.#movedAt = performance.now();
      connection?.running.delete(request);
    });
  }

  /** True where nothing came for so long, and nothing is being answered; a body that has stopped coming aside. */
  isQuiet(forMs: number): boolean {
    const now = performance.now();
    if (now - this.#movedAt < forMs) return false;
    return [...this.#open].every(([socket, connection]) => {
      if (connection.isUpgraded) return true;
      this.#look(socket, connection, now);
      return [...connection.running].every(({ complete }) => !complete && now - connection.movedAt >= forMs);
    });
  }

  #look({ bytesRead }: Socket, connection: Connection, now: number): void {
    if (bytesRead === connection.bytesRead) return;
    connection.bytesRead = bytesRead;
    connection.movedAt = now;
  }

  /** True where something asks `/readyz` now and again. */
  isWatched(): boolean {
    const [first = 0, last = 0] = this.#readinessAsked;
    return last - first >= WATCHED_APART_MS && performance.now() - last < WATCHED_WITHIN_MS;
  }

  /** True where `/readyz` was asked since then. */
  wasAskedSince(instant: number): boolean {
    return (this.#readinessAsked.at(-1) ?? Number.NEGATIVE_INFINITY) > instant;
  }

  /**
   * Ends connections on which nothing runs and nothing came for so long, half a request among them, and those whose body
   * has stopped coming for as long as `bodyMs`. Returns how many of these were being answered.
   */
  endIdle({ idleMs, bodyMs }: { idleMs: number; bodyMs: number }): number {
    const now = performance.now();
    let broken = 0;
    for (const [socket, connection] of this.#open) {
      if (connection.isUpgraded) continue;
      this.#look(socket, connection, now);
      const stillFor = now - connection.movedAt;
      const isSending = [...connection.running].some(({ complete }) => !complete);
      if (connection.running.size === 0 ? stillFor < idleMs : !isSending || stillFor < bodyMs) continue;
      if (connection.running.size > 0) broken += 1;
      socket.destroy();
    }
    return broken;
  }

  /** How many are open, WebSockets aside. */
  countHttp(): number {
    return [...this.#open].filter(([socket, { isUpgraded }]) => !isUpgraded && !socket.destroyed).length;
  }

  /** Ends all that is left, WebSockets too. Returns how many. */
  endAll(): number {
    const left = [...this.#open.keys()].filter((socket) => !socket.destroyed);
    for (const socket of left) socket.destroy();
    return left.length;
  }
}

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
