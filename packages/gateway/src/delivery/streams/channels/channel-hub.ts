import type { Clock } from '../../../kernel/clock.ts';
import { refuse } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { Loops, RepeatedLoop } from '../../../kernel/loops.ts';
import { type StreamHub, UNVOUCHED_FOR_MS } from '../stream-hub.ts';
import type { Vouching } from '../types.ts';
import { ChannelSocket } from './channel-socket.ts';
import type { ChannelSocketRequest } from './types.ts';

const CHECK_MS = 500;
const PING_EVERY_CHECKS = 6;
/** Every 30 seconds the peer itself owes a sign of life. */
const PROBE_EVERY_CHECKS = 60;
/** A peer with this much waiting is not pinged besides: it would only grow. */
const BUFFERED_BYTES = 16_384;

/** The sockets with channels of this process: pinged every 3 seconds, their tokens checked twice a second. */
export class ChannelHub {
  readonly #ports: {
    readonly streams: StreamHub;
    readonly clock: Clock;
    readonly log: Log;
    readonly access: Vouching;
    readonly loops: Loops;
  };
  #loop: RepeatedLoop | undefined;
  readonly #sockets = new Set<ChannelSocket>();
  #checks = 0;

  constructor(ports: { streams: StreamHub; clock: Clock; log: Log; access: Vouching; loops: Loops }) {
    this.#ports = ports;
  }

  start(): void {
    const failure = `sockets could not be checked; trying again in ${CHECK_MS} ms`;
    this.#loop = this.#ports.loops.repeat('channel_sockets', { everyMs: CHECK_MS, failure }, () => this.#check());
  }

  /** Ends every socket, saying that it may connect again. */
  async stop(): Promise<void> {
    const checked = this.#loop?.stop();
    const error = refuse.unavailable({ description: 'This server is stopping; connect again' });
    for (const socket of this.#sockets) socket.end(error);
    await checked;
  }

  get count(): number {
    return this.#sockets.size;
  }

  /** Welcomes a socket that was let in. Notify it what the peer states, and when the peer is gone. */
  welcome(request: ChannelSocketRequest): ChannelSocket {
    const socket = new ChannelSocket(request, this.#ports, (ended) => this.#sockets.delete(ended));
    this.#sockets.add(socket);
    return socket;
  }

  async #check(): Promise<void> {
    this.#checks += 1;
    const now = this.#ports.clock.now();
    for (const channelSocket of [...this.#sockets]) {
      const { socket, protocol } = channelSocket.request;
      if (this.#checks % PROBE_EVERY_CHECKS === 0) socket.ping();
      const isDue = this.#checks % PING_EVERY_CHECKS === 0 && socket.bufferedBytes() < BUFFERED_BYTES;
      if (isDue) socket.send(protocol.ping(now));
      await channelSocket.checkToken(now);
    }
    if (this.#ports.access.ageMs < UNVOUCHED_FOR_MS) return;
    const error = refuse.unavailable({ description: 'This server cannot reach its database; connect again' });
    for (const socket of this.#sockets) socket.end(error);
  }
}
