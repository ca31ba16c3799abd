import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

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
export class Connections {
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
