import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { type Exchange, NoAnswer, NotReached, parseJson } from './exchange.ts';
import type { Run } from './run.ts';

const HANDSHAKE_MS = 10_000;
const FRAME_MS = 10_000;
const MOST_FRAMES = 1_000;

async function bodyOf(message: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of message.setEncoding('utf8')) text += String(piece).slice(0, 65_536 - text.length);
  return text;
}

/** Asks for a WebSocket, and closes it at once where it is given: what status and body answered. */
export function shakeHands(run: Run, path: string, headers: Readonly<Record<string, string>> = {}): Promise<Exchange> {
  const url = new URL(path, run.base);
  const asked = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = asked(url, {
      signal: run.within(HANDSHAKE_MS),
      agent: false,
      headers: {
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'c2FsbHlwb3J0LWNvbnRyYQ==',
        ...headers,
      },
    });
    const exchangeOf = (answer: IncomingMessage, text: string): Exchange => {
      const pairs = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
      const sent = `GET ${path} (WebSocket)`;
      return { sent, status: answer.statusCode ?? 0, headers: new Headers(pairs), text, json: parseJson(text) };
    };
    request.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(exchangeOf(answer, ''));
    });
    request.on('response', (answer) => {
      bodyOf(answer).then((text) => resolve(exchangeOf(answer, text)), reject);
    });
    request.on('error', (err) => {
      reject(new NoAnswer(`the WebSocket ${url.pathname} was not answered: ${err.message}`));
    });
    request.end();
  });
}

/** The messages of one WebSocket, each an exchange that a line can look at. */
export class Messages {
  readonly #run: Run;
  readonly #socket: WebSocket;
  readonly #path: string;
  readonly #texts: string[] = [];
  #arrived = () => {};

  constructor(run: Run, path: string, protocols: readonly string[] = []) {
    this.#run = run;
    this.#path = path;
    const url = new URL(path, run.base);
    url.protocol = url.protocol.replace('http', 'ws');
    this.#socket = new WebSocket(url, [...protocols]);
    this.#socket.addEventListener('message', ({ data }) => {
      if (this.#texts.length < MOST_FRAMES) this.#texts.push(String(data));
      this.#arrived();
    });
    for (const name of ['open', 'close', 'error']) this.#socket.addEventListener(name, () => this.#arrived());
    run.atEnd(async () => this.#socket.close());
  }

  /** Resolves once it is open. Throws `NotReached` where it does not open; a line about the handshake says why. */
  async opened(): Promise<void> {
    await this.#until(() => (this.#socket.readyState === WebSocket.CONNECTING ? undefined : true), HANDSHAKE_MS);
    if (this.#socket.readyState !== WebSocket.OPEN) throw new NotReached('the WebSocket did not open');
  }

  send(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** The first message of which that is true, already there or yet to come. Throws `NoAnswer` where none comes. */
  async first(described: string, isIt: (json: unknown) => boolean): Promise<Exchange> {
    const found = await this.#until(() => this.#texts.find((text) => isIt(parseJson(text))), FRAME_MS);
    if (found === undefined) throw new NoAnswer(`${described} did not come over the WebSocket within ${FRAME_MS} ms`);
    const json = parseJson(found);
    this.#run.secrets.keepOf(json);
    return { sent: `GET ${this.#path} (WebSocket)`, status: 101, headers: new Headers(), text: found, json };
  }

  async #until<T>(look: () => T | undefined, milliseconds: number): Promise<T | undefined> {
    const late = this.#run.within(milliseconds);
    for (;;) {
      const found = look();
      if (found !== undefined || late.aborted || this.#socket.readyState === WebSocket.CLOSED) return found;
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
