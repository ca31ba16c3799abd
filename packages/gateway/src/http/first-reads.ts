import type { Socket } from 'node:net';

/** Requests read between two looks at what else has come, before new connections have to wait. */
const REQUESTS_A_TURN = 100;
/** So many of those that wait are read again in a turn. */
const BEGUN_A_TURN = 4;

/**
 * Bounds how long new connections hold up the others. Node parses everything that has arrived on a connection as soon as it
 * is read, so a thousand that come together, each with requests sent ahead, would be one pause of a second for everybody. Once
 * a turn of the event loop has read its share of requests, connections that sent nothing yet are not read; each turn
 * after it a few of them are, in order.
 */
export class FirstReads {
  /** Connections of which no request was read. */
  readonly #unread = new Set<Socket>();
  readonly #paused = new Set<Socket>();
  #requests = 0;
  #isTurnDue = false;

  /** Call it for each new connection. */
  opened(socket: Socket): void {
    this.#unread.add(socket);
    socket.once('close', () => {
      this.#unread.delete(socket);
      this.#paused.delete(socket);
    });
    // Node's own first resume is on its way and would undo a pause made now.
    if (this.#paused.size > 0) process.nextTick(() => this.#pause(socket));
  }

  /** Call it for each request that was read. */
  requested(socket: Socket): void {
    this.#unread.delete(socket);
    this.#requests += 1;
    if (!this.#isTurnDue) this.#await();
    if (this.#requests !== REQUESTS_A_TURN) return;
    for (const each of this.#unread) this.#pause(each);
  }

  #pause(socket: Socket): void {
    if (!this.#unread.has(socket) || this.#paused.has(socket)) return;
    this.#paused.add(socket);
    socket.pause();
    if (!this.#isTurnDue) this.#await();
  }

  #await(): void {
    this.#isTurnDue = true;
    setImmediate(() => this.#turn());
  }

  #turn(): void {
    this.#isTurnDue = false;
    this.#requests = 0;
    let begun = 0;
    for (const socket of this.#paused) {
      this.#paused.delete(socket);
      socket.resume();
      begun += 1;
      if (begun === BEGUN_A_TURN) break;
    }
    if (this.#paused.size > 0) this.#await();
  }
}
