const TEXT = 0x81;
const PING = 0x89;
const CLOSE = 0x88;
const HEADER_BYTES = 4;
const LENGTH_IN_TWO_BYTES = 126;
const HEAD_END = '\r\n\r\n';

/** What a reader reports. `onPing` owes the server a pong. */
export interface FrameListener {
  onOpen(): void;
  onFrame(): void;
  onPing(): void;
  onFailure(reason: string): void;
}

/**
 * Reads what a WebSocket server sends (RFC 6455 section 5.2) without decoding it: it counts whole frames of less than
 * 64 KiB. A client library would cost more CPU a frame than the servers that are measured.
 */
export class FrameReader {
  readonly #listener: FrameListener;
  #head: string | null = '';
  #header = Buffer.alloc(HEADER_BYTES);
  #headerFilled = 0;
  /** Bytes of the frame's content that are to come, or -1 in its header. */
  #remaining = -1;

  constructor(listener: FrameListener) {
    this.#listener = listener;
  }

  /** Takes what arrived; `chunk` may be written over afterwards. */
  read(chunk: Buffer): void {
    let at = this.#head === null ? 0 : this.#readHead(chunk);
    while (at < chunk.length) at = this.#remaining < 0 ? this.#readHeader(chunk, at) : this.#skipContent(chunk, at);
  }

  #readHead(chunk: Buffer): number {
    const before = this.#head ?? '';
    const head = before + chunk.toString('latin1');
    const end = head.indexOf(HEAD_END);
    if (end < 0) {
      this.#head = head;
      return chunk.length;
    }
    this.#head = null;
    if (head.startsWith('HTTP/1.1 101 ')) this.#listener.onOpen();
    else this.#listener.onFailure(head);
    return end + HEAD_END.length - before.length;
  }

  #readHeader(chunk: Buffer, from: number): number {
    let at = from;
    let wanted = 2;
    for (; at < chunk.length && this.#headerFilled < wanted; at += 1) {
      this.#header[this.#headerFilled] = chunk[at] ?? 0;
      this.#headerFilled += 1;
      if (this.#headerFilled >= 2 && this.#header[1] === LENGTH_IN_TWO_BYTES) wanted = HEADER_BYTES;
    }
    if (this.#headerFilled < 2 || this.#headerFilled < wanted) return at;
    this.#headerFilled = 0;
    const [, short = 0] = this.#header;
    this.#remaining = short === LENGTH_IN_TWO_BYTES ? this.#header.readUInt16BE(2) : short;
    if (this.#remaining === 0) this.#finish();
    return at;
  }

  #skipContent(chunk: Buffer, at: number): number {
    const taken = Math.min(this.#remaining, chunk.length - at);
    this.#remaining -= taken;
    if (this.#remaining === 0) this.#finish();
    return at + taken;
  }

  #finish(): void {
    this.#remaining = -1;
    const kind = this.#header[0];
    if (kind === TEXT) this.#listener.onFrame();
    else if (kind === PING) this.#listener.onPing();
    else this.#listener.onFailure(kind === CLOSE ? 'the server closed a socket' : `a frame that starts with ${kind}`);
  }
}
