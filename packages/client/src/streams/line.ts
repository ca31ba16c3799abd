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
    const socket = new options.socket(options.url, options.subprotocols && [...options.subprotocols]);
    this.#socket = socket;
    this.#alive();
    socket.onopen = () => {
      this.#isOpen = true;
      this.#alive();
      options.onOpen();
    };
    socket.onmessage = ({ data }) => {
      this.#alive();
      options.onText(String(data), (text) => socket.send(text));
    };
    socket.onclose = ({ code, reason }) => this.#end({ by: 'closed', code, reason });
    // The close that follows says more, and this event may hold the URL with its token.
    socket.onerror = () => {};
    this.#socket.on?.('ping', () => this.#alive());
    this.#socket.on?.('unexpected-response', (_, response) => void this.#refused(response));
  }

  /** Ends it, and waits for no answer. */
  leave(): void {
    this.#end({ by: 'left' });
    this.#discard();
  }

  #alive(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#end({ by: 'silent' }), this.#silentAfterMs);
  }

  async #refused(response: RefusedUpgrade): Promise<void> {
    const chunks: Uint8Array[] = [];
    try {
      for await (const chunk of response) chunks.push(chunk);
    } catch {
      // The status is enough.
    }
    const text = new TextDecoder().decode(joined(chunks));
    const headers = Object.entries(response.headers).map(([name, value]): [string, string] => [name, String(value)]);
    const status = Math.max(400, response.statusCode ?? 500);
    this.#end({ by: 'closed', refusal: await readRefusal(new Response(text, { status, headers })) });
    this.#discard();
  }

  #discard(): void {
    if (this.#socket.terminate === undefined) this.#socket.close();
    else this.#socket.terminate();
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((size, { length }) => size + length, 0));
  chunks.reduce((at, chunk) => {
    all.set(chunk, at);
    return at + chunk.length;
  }, 0);
  return all;
}

/** The platform's WebSocket, or the given one. Refuses with `not_configured` where there is neither. */
export function socketClass(given: unknown): SocketClass {
  const found = given ?? (globalThis as { WebSocket?: unknown }).WebSocket;
  if (typeof found === 'function') return found as SocketClass;
  throw new SallyportError({
    status: 0,
    code: 'not_configured',
    detail: 'This platform has no WebSocket: install the package `ws` and give its class as `webSocket`.',
    requestId: null,
    retryAfterSeconds: null,
  });
}
