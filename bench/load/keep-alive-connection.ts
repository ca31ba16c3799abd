import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const SILENCE_LIMIT_MS = 10_000;
const EXCERPT_BYTES = 300;
const HEAD_END = Buffer.from('\r\n\r\n');
const NOTHING: Buffer = Buffer.alloc(0);

interface Exchange {
  resolve(): void;
  reject(reason: Error): void;
}

/**
 * One HTTP/1.1 connection with one request on it at a time, written over a bare socket because `node:http` as a client
 * costs more CPU than the fastest server measured here. Reads answers that state a Content-Length and refuses others.
 */
export class KeepAliveConnection {
  readonly #socket: Socket;
  #received = NOTHING;
  #exchange: Exchange | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.setTimeout(SILENCE_LIMIT_MS);
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('timeout', () => this.#fail(`no answer for ${SILENCE_LIMIT_MS} ms`));
    socket.on('error', (err) => this.#fail(err.message));
    socket.on('close', () => this.#fail('the server closed a keep-alive connection'));
  }

  static async open(port: number): Promise<KeepAliveConnection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new KeepAliveConnection(socket);
  }

  /** Resolves when the whole answer is in. Rejects on any status but 2xx, with the status and the start of the body. */
  exchange(request: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#exchange = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(reason: string): void {
    this.#exchange?.reject(new Error(reason));
    this.#exchange = undefined;
    this.#socket.destroy();
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const headEnd = this.#received.indexOf(HEAD_END);
    if (headEnd < 0) return;
    const head = this.#received.toString('latin1', 0, headEnd);
    const bodyStart = headEnd + HEAD_END.length;
    const stated = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (stated === undefined) {
      this.#fail(`an answer without Content-Length:\n${head}`);
    } else if (this.#received.length >= bodyStart + Number(stated)) {
      this.#finish(head, this.#received.subarray(bodyStart));
    }
  }

  #finish(head: string, body: Buffer): void {
    this.#received = NOTHING;
    // "HTTP/1.1 " is nine characters; the first digit of the status follows.
    if (head[9] !== '2') {
      this.#fail(`${head.split('\r\n', 1)[0]} ${body.toString('utf8', 0, EXCERPT_BYTES)}`);
      return;
    }
    const exchange = this.#exchange;
    this.#exchange = undefined;
    exchange?.resolve();
  }
}
