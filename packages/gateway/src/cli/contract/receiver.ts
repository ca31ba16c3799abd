import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { readReceived } from '../receiving/read-received.ts';
import { type Exchange, NoAnswer, NotReached, parseJson } from './exchange.ts';
import type { Run } from './run.ts';

const DELIVERY_MS = 20_000;
const MOST_DELIVERIES = 100;

/** What the server sends to the run by itself, each an exchange that a line can look at. It listens on loopback until the run ends. */
export class Receiver {
  /** Where the server sends to: a path of this run's own, so that what is left over from another run is not taken for it. */
  readonly url: string;
  readonly #run: Run;
  readonly #deliveries: Exchange[] = [];
  #arrived = () => {};

  private constructor(run: Run, url: string) {
    this.#run = run;
    this.url = url;
  }

  /** Opens it. Throws `NotReached` where the run has none, or its port is taken. */
  static async open(run: Run): Promise<Receiver> {
    const { receiver } = run.settings;
    if (receiver === null) throw new NotReached('the server cannot reach this machine');
    const path = `/${randomUUID()}`;
    const opened = new Receiver(run, `${receiver.url.href.replace(/\/$/, '')}${path}`);
    const server = createServer(async (request, response) => {
      const received = await readReceived(request);
      if (received === null) return;
      const text = received.toString('utf8');
      const isOwn = (request.url ?? '').endsWith(path) && opened.#deliveries.length < MOST_DELIVERIES;
      response.writeHead(isOwn ? 200 : 410).end();
      if (isOwn) opened.#take(request, text);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', (err: NodeJS.ErrnoException) => {
        reject(new NotReached(`port ${receiver.port} cannot be listened to: ${err.code}`));
      });
      server.listen(receiver.port, '127.0.0.1', resolve);
    });
    run.atEnd(async () => {
      server.close();
      server.closeAllConnections();
    });
    return opened;
  }

  #take({ method, headers }: IncomingMessage, text: string): void {
    const pairs = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
    const sent = `${method} by the server to the address that was subscribed`;
    this.#deliveries.push({ sent, status: 200, headers: new Headers(pairs), text, json: parseJson(text) });
    this.#arrived();
  }

  /** The first delivery of which that is true, already there or yet to come. Throws `NoAnswer` where none comes. */
  async first(described: string, isIt: (json: unknown) => boolean): Promise<Exchange> {
    const late = this.#run.within(DELIVERY_MS);
    for (;;) {
      const found = this.#deliveries.find(({ json }) => isIt(json));
      if (found !== undefined) return found;
      if (late.aborted) throw new NoAnswer(`${described} was not delivered within ${DELIVERY_MS} ms`);
      await new Promise<void>((resolve) => {
        this.#arrived = resolve;
        late.addEventListener('abort', () => resolve(), { once: true });
      });
    }
  }
}
