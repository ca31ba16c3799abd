import { SallyportError } from '../requests/error.ts';
import { readRefusal } from '../requests/refusal.ts';
import type { SocketClass, SocketLike } from './types.ts';

/** How one connection ended. */
export interface LineEnd {
  readonly wasOpen: boolean;
  /** `silent`: no sign of life. `closed`: by the server or the network. `left`: by us. */
  readonly by: 'silent' | 'closed' | 'left';
  readonly code: number;
  readonly reason: string;
  /** Why it was not let in, where the platform tells. */
  readonly refusal: SallyportError | null;
}

const NO_STATUS = 1006;
/** Sallyport's, for a token that is not good any more; a protocol whose servers state it in a frame ends its line by the same. */
export const TOKEN_REFUSED = 4401;
/** A refusal is a sentence: a page that is longer is not read to its end. */
const LARGEST_REFUSAL_BYTES = 65_536;

/** The `ws` library's socket also tells of pings, and of the answer to a connection that was not let in. */
interface NodeSocket {
  on?(name: 'ping', listener: () => void): unknown;
  on?(name: 'unexpected-response', listener: (request: unknown, response: RefusedUpgrade) => void): unknown;
  terminate?(): void;
}
interface RefusedUpgrade extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** One connection, from its opening to its end, which `ended` resolves with. It never rejects. */
export class Line {
  readonly ended: Promise<LineEnd>;
  readonly #socket: SocketLike & NodeSocket;
  readonly #silentAfterMs: number;
  #end: (end: Pick<LineEnd, 'by'> & Partial<LineEnd>) => void = () => {};
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isOpen = false;
  #isLeft = false;

  constructor(options: {
    readonly socket: SocketClass;
    readonly url: string;
    readonly subprotocols: readonly string[] | undefined;
    readonly silentAfterMs: number;
    onOpen(): void;
    onText(text: string, send: (text: string) => void): void;
  }) {
    this.#silentAfterMs = options.silentAfterMs;
    this.ended = new Promise((resolve) => {
      this.#end = (end) => {
        clearTimeout(this.#timer);
        resolve({ code: NO_STATUS, reason: '', refusal: null, wasOpen: this.#isOpen, ...end });
      };
    });
    const socket = connected(options);
    this.#socket = socket;
    this.#alive();
    socket.onopen = () => {
      this.#isOpen = true;
      this.#alive();
      options.onOpen();
    };
    socket.onmessage = ({ data }) => {
      // What is sent to a line that was left is sent to the next one again.
      if (this.#isLeft) return;
      this.#alive();
      options.onText(textOf(data), (text) => socket.send(text));
    };
    socket.onclose = ({ code, reason }) => this.#end({ by: 'closed', code, reason });
    // The close that follows says more, and this event may hold the URL with its token. The library `ws` waits half a minute for
    // the other side's, which a peer that sends what is no frame does not send.
    socket.onerror = () => {
      if (this.#isOpen) this.#discard();
    };
    this.#socket.on?.('ping', () => this.#alive());
    this.#socket.on?.('unexpected-response', (_, response) => void this.#refused(response));
  }

  /** Ends it, and waits for no answer. With a code, as if the server had closed it by that. */
  leave(code?: number): void {
    this.#isLeft = true;
    this.#end(code === undefined ? { by: 'left' } : { by: 'closed', code });
    this.#discard();
  }

  #alive(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end({ by: 'silent' }), this.#silentAfterMs);
  }

  async #refused(response: RefusedUpgrade): Promise<void> {
    const { statusCode: status = 500 } = response;
    // A page of a guest network, or a redirect to it, is no word of the server.
    const refusal = status < 400 || status > 599 ? null : await readRefusal(await copyOf(response, status));
    this.#end({ by: 'closed', refusal });
    this.#discard();
  }

  #discard(): void {
    if (this.#socket.terminate === undefined) this.#socket.close();
    else this.#socket.terminate();
  }
}

async function copyOf(response: RefusedUpgrade, status: number): Promise<Response> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > LARGEST_REFUSAL_BYTES) break;
    }
  } catch {
    // The status is enough.
  }
  const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
  return new Response(new TextDecoder().decode(joined(chunks)), { status, headers });
}

/** Refuses with `not_configured` where the platform cannot read the address: its own error would hold the token. */
function connected(options: {
  readonly socket: SocketClass;
  readonly url: string;
  readonly subprotocols: readonly string[] | undefined;
}): SocketLike {
  try {
    const socket = new options.socket(options.url, options.subprotocols && [...options.subprotocols]);
    socket.binaryType = 'arraybuffer';
    return socket;
  } catch {
    throw new SallyportError({
      status: 0,
      code: 'not_configured',
      detail: 'The address of the stream is not a URL of ws or wss.',
      requestId: null,
      retryAfterSeconds: null,
    });
  }
}

/** A frame's text, whether it came as text or as bytes. */
function textOf(data: unknown): string {
  return data instanceof ArrayBuffer || ArrayBuffer.isView(data) ? new TextDecoder().decode(data) : String(data);
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  chunks.reduce((at, chunk) => {
    all.set(chunk, at);
    return at + chunk.length;
  }, 0);
  return all;
}

/** The given WebSocket, the platform's, or that of the library `ws`. Refuses with `not_configured` where there is none. */
export async function socketClass(given: unknown): Promise<SocketClass> {
  const found = given ?? (globalThis as { WebSocket?: unknown }).WebSocket ?? (await ofLibrary());
  if (typeof found === 'function') return found as SocketClass;
  throw new SallyportError({
    status: 0,
    code: 'not_configured',
    detail: 'This platform has no WebSocket: install the package `ws`.',
    requestId: null,
    retryAfterSeconds: null,
  });
}

async function ofLibrary(): Promise<unknown> {
  return (await installed('ws'))?.default;
}

/** Named by an argument, so that no bundler takes it with it. */
function installed(name: string): Promise<{ readonly default?: unknown } | null> {
  return import(name).catch(() => null);
}
