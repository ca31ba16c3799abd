import { DomainError, refuse } from '../../../kernel/errors.ts';
import type { Log } from '../../../kernel/log.ts';
import type { StreamHub } from '../stream-hub.ts';
import type { Subscription } from '../subscription.ts';
import type { StreamSocket } from '../types.ts';
import type { ChannelSocketRequest, ChannelStart } from './types.ts';

/** Each channel may have one frame waiting beyond what the socket takes, so that there are so many bounds a socket. */
const CHANNELS_AT_MOST = 20;
const NOTHING = Buffer.alloc(0);

interface Channel {
  subscription: Subscription | null;
}

/**
 * One socket with channels, each a subscription of the hub with its own place in the log. A channel that is refused is
 * rejected and the others go on; once the token is not valid any more, the socket ends, saying so.
 */
export class ChannelSocket {
  readonly request: ChannelSocketRequest;
  readonly #ports: { readonly streams: StreamHub; readonly log: Log };
  readonly #channels = new Map<string, Channel>();
  readonly #onEnd: (socket: ChannelSocket) => void;
  #isEnded = false;

  constructor(
    request: ChannelSocketRequest,
    ports: { streams: StreamHub; log: Log },
    onEnd: (socket: ChannelSocket) => void,
  ) {
    this.request = request;
    this.#ports = ports;
    this.#onEnd = onEnd;
    request.socket.send(request.protocol.welcome);
  }

  /** Does what the client asks. What is no command ends the socket (`invalid_request`). */
  receive(message: string): void {
    if (this.#isEnded) return;
    const command = this.request.protocol.readCommand(message);
    if (command === null) this.end(refuse.invalidRequest({ description: 'The message must be a command' }));
    else if (command.kind === 'subscribe') void this.#subscribe(command.name);
    else if (command.kind === 'unsubscribe') this.#unsubscribe(command.name);
  }

  /** Ends the socket of a token that is not valid any more. */
  async checkToken(now: number): Promise<void> {
    try {
      await this.request.checkToken();
    } catch (err) {
      if (err instanceof DomainError && err.code === 'unavailable') return;
      if (err instanceof DomainError) this.end(err, { isExpired: this.request.expiresAt <= now });
      else this.#ports.log.error({ err }, 'a token of a socket could not be checked; trying again');
    }
  }

  /** States why, then closes. */
  end(error: DomainError, token = { isExpired: false }): void {
    if (this.#isEnded) return;
    const { frame, code, reason } = this.request.protocol.encodeEnding(error, token);
    this.request.socket.send(frame);
    this.request.socket.close(code, reason);
    this.leave();
  }

  /** The socket is gone. */
  leave(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    for (const name of [...this.#channels.keys()]) this.#unsubscribe(name);
    this.#onEnd(this);
  }

  async #subscribe(name: string): Promise<void> {
    const { socket, protocol } = this.request;
    if (this.#channels.has(name)) {
      socket.send(protocol.confirm(name));
      return;
    }
    if (this.#channels.size >= CHANNELS_AT_MOST) {
      socket.send(protocol.reject(name));
      return;
    }
    const channel: Channel = { subscription: null };
    this.#channels.set(name, channel);
    let start: ChannelStart;
    try {
      start = await this.request.open(name);
    } catch (err) {
      if (!(err instanceof DomainError)) this.#ports.log.error({ err }, 'a channel could not be opened');
      if (!this.#isOpen(name, channel)) return;
      this.#channels.delete(name);
      socket.send(protocol.reject(name));
      return;
    }
    if (!this.#isOpen(name, channel)) return;
    socket.send(protocol.confirm(name));
    for (const frame of start.opening) {
      await new Promise<void>((taken) => socket.send(protocol.deliver(name, frame), taken));
      if (!this.#isOpen(name, channel)) return;
    }
    channel.subscription = this.#follow(name, start);
  }

  #follow(name: string, { agencyId, after, head, epoch, wants }: ChannelStart): Subscription {
    const { socket, protocol, encoder } = this.request;
    let ending: DomainError | undefined;
    const channel: StreamSocket = {
      bufferedBytes: () => socket.bufferedBytes(),
      send: (frame, taken) => {
        if (frame.length > 0) socket.send(protocol.deliver(name, frame), taken);
      },
      // Signs of life are the whole socket's affair.
      ping: () => {},
      close: () =>
        this.end(ending ?? refuse.cursorExpired({ description: 'The events are not kept any more; connect again' })),
    };
    return this.#ports.streams.subscribe({
      agencyId,
      after,
      head,
      epoch,
      wants,
      encoder,
      socket: channel,
      expiresAt: Number.POSITIVE_INFINITY,
      checkToken: (now) => this.checkToken(now),
      encodeEnding: ({ error }) => {
        if (error.code === 'resync_required') ending = error;
        return { frame: NOTHING, code: 1000, reason: '' };
      },
    });
  }

  #isOpen(name: string, channel: Channel): boolean {
    return !this.#isEnded && this.#channels.get(name) === channel;
  }

  #unsubscribe(name: string): void {
    this.#channels.get(name)?.subscription?.leave();
    this.#channels.delete(name);
  }
}
