import { cursorOf } from '../../incidents/events/cursor.ts';
import type { IncidentEvent } from '../../incidents/events/types.ts';
import { DomainError, refuse } from '../../kernel/errors.ts';
import type { Log } from '../../kernel/log.ts';
import type { FrameEncoder, StreamRequest } from './types.ts';

const EVENTS_KEPT = 256;

/** An event with the frames made of it so far: each dialect's is made once, however many sockets listen. */
class FramedEvent {
  readonly event: IncidentEvent;
  readonly #frames = new Map<string, Buffer | null>();

  constructor(event: IncidentEvent) {
    this.event = event;
  }

  frame(encoder: string, encoders: Readonly<Record<string, FrameEncoder>>): Buffer | null {
    let frame = this.#frames.get(encoder);
    if (frame === undefined) {
      frame = encoders[encoder]?.(this.event) ?? null;
      this.#frames.set(encoder, frame);
    }
    return frame;
  }
}

/** The newest events of one agency's log, at most 256, without a gap. */
export class RecentEvents {
  #head: number;
  #events: FramedEvent[] = [];

  constructor(head: number) {
    this.#head = head;
  }

  /** The newest number that was read. */
  get head(): number {
    return this.#head;
  }

  append(events: readonly IncidentEvent[]): void {
    for (const event of events) {
      if (event.seq !== this.#head + 1) this.#events = [];
      this.#events.push(new FramedEvent(event));
      this.#head = event.seq;
    }
    this.#events.splice(0, this.#events.length - EVENTS_KEPT);
  }

  /** Moves on where the log keeps nothing of what lies between. */
  skipTo(head: number): void {
    this.#events = [];
    this.#head = head;
  }

  /** The event of this number, or nothing where it has to be read from the log. */
  find(seq: number): FramedEvent | undefined {
    return this.#events[seq - this.#head + this.#events.length - 1];
  }
}

/** A socket that has taken so little that this much waits for it gets no more until it has taken that. */
const BUFFERED_BYTES = 16_384;
const WARNED_BEFORE_MS = 30_000;

interface Feed {
  readonly recent: RecentEvents;
  readonly encoders: Readonly<Record<string, FrameEncoder>>;
  readonly log: Log;
  /** The events after that number, in order; at most a page. */
  readPage(after: number): Promise<readonly IncidentEvent[]>;
}

/**
 * One subscriber's place in its agency's log. It takes each event after the one before, from the recent ones or, where it
 * has fallen behind those, from the log: so it loses and reorders nothing, what waits for it is bounded, and nobody else
 * waits for it.
 */
export class Subscription {
  readonly request: StreamRequest;
  readonly #feed: Feed;
  readonly #onEnd: (subscription: Subscription) => void;
  #seq: number;
  #isWaiting = false;
  #isReading = false;
  #isEnded = false;
  #isWarned = false;
  #owesTransfers = false;

  constructor(request: StreamRequest, feed: Feed, onEnd: (subscription: Subscription) => void) {
    this.request = request;
    this.#feed = feed;
    this.#onEnd = onEnd;
    this.#seq = request.after;
  }

  /** How many events of the log it has not got yet. */
  get behind(): number {
    return Math.max(0, this.#feed.recent.head - this.#seq);
  }

  /** Hands over everything that is there and that the socket takes. */
  pump(): void {
    const { recent } = this.#feed;
    this.#sendOwed();
    while (this.#isFree() && this.#seq < recent.head) {
      const next = recent.find(this.#seq + 1);
      if (next === undefined) {
        void this.#catchUp();
        return;
      }
      this.#deliver(next);
    }
  }

  /**
   * Warns of a token that expires soon; ends the stream of one that is not valid any more. Where nobody can know, it is
   * left as it is: the hub reads nothing for it meanwhile.
   */
  async checkToken(now: number): Promise<void> {
    const { request } = this;
    try {
      await request.checkToken(now);
    } catch (err) {
      if (err instanceof DomainError && err.code === 'unavailable') return;
      if (err instanceof DomainError) this.end(err);
      else this.#feed.log.error({ err }, 'a token of a stream could not be checked; trying again');
      return;
    }
    if (this.#isWarned || this.#isEnded || request.expiresAt - now > WARNED_BEFORE_MS) return;
    this.#isWarned = true;
    const seconds = Math.max(1, Math.round((request.expiresAt - now) / 1000));
    const error = refuse.invalidToken({
      description: `The access token expires in ${seconds} s; connect with a new one`,
    });
    request.socket.send(request.encodeEnding({ error, cursor: this.#cursor() }).frame);
  }

  /** States up to where everything was sent, to those who asked to receive it and are not behind. */
  sendPosition(): void {
    const { socket, encodePosition } = this.request;
    if (encodePosition !== undefined && this.#isFree()) socket.send(encodePosition(this.#cursor()));
  }

  /** States that what other agencies let this one see changed, once the socket takes it; several changes at once are stated once. */
  transfersChanged(): void {
    this.#owesTransfers = true;
    this.#sendOwed();
  }

  #sendOwed(): void {
    const { socket, encodeTransfers } = this.request;
    if (!this.#owesTransfers || encodeTransfers === undefined || !this.#isFree()) return;
    this.#owesTransfers = false;
    socket.send(encodeTransfers(this.#cursor()));
  }

  /** States why, then closes. */
  end(error: DomainError): void {
    if (this.#isEnded) return;
    const { frame, code, reason } = this.request.encodeEnding({ error, cursor: this.#cursor() });
    this.request.socket.send(frame);
    this.request.socket.close(code, reason);
    this.leave();
  }

  /** The socket is gone. Also after `end`, whose socket goes later. */
  leave(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#onEnd(this);
  }

  #cursor(): string {
    const { agencyId, epoch } = this.request;
    return cursorOf({ agencyId, epoch, seq: this.#seq });
  }

  #isFree(): boolean {
    return !this.#isWaiting && !this.#isReading && !this.#isEnded;
  }

  #deliver(framed: FramedEvent): void {
    const { socket, encoder, wants } = this.request;
    this.#seq = framed.event.seq;
    if (wants !== undefined && !wants(framed.event)) return;
    const frame = framed.frame(encoder, this.#feed.encoders);
    if (frame === null) return;
    if (socket.bufferedBytes() + frame.length < BUFFERED_BYTES) {
      socket.send(frame);
      return;
    }
    this.#isWaiting = true;
    socket.send(frame, () => {
      this.#isWaiting = false;
      this.pump();
    });
  }

  async #catchUp(): Promise<void> {
    this.#isReading = true;
    try {
      const events = await this.#feed.readPage(this.#seq);
      if (events[0]?.seq !== this.#seq + 1) {
        this.end(refuse.cursorExpired({ description: 'The events after the cursor are not kept any more' }));
      }
      for (const event of events) {
        if (this.#isWaiting || this.#isEnded) break;
        this.#deliver(new FramedEvent(event));
      }
    } catch (err) {
      // The hub's next look, at most its interval away, comes back to this subscriber.
      this.#feed.log.warn({ err }, 'the event log could not be read; trying again');
      return;
    } finally {
      this.#isReading = false;
    }
    this.pump();
  }
}
