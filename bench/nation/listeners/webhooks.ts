import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sinceDue } from '../due-mark.ts';
import type { EventKind } from '../event-counts.ts';
import { Latencies } from '../latencies.ts';
import type { Audience } from './audience.ts';
import { Listener } from './listener.ts';

/** What the subscriptions of `generator/prepare.ts` send. */
const SENDS: readonly EventKind[] = ['call created', 'call located', 'note added', 'alert created', 'alert located'];

/**
 * What webhooks are sent to. It answers 200 once it has the whole message, so a message of the same id that comes
 * afterwards is doubled. Ages are since a location's request fell due.
 */
export class WebhookReceiver {
  readonly #server: Server;
  readonly #audience: Audience;
  #listeners: ReadonlyMap<string, Listener> = new Map();

  constructor(audience: Audience) {
    this.#audience = audience;
    this.#server = createServer((request, response) => {
      let text = '';
      request.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      request.on('end', () => {
        const id = String(request.headers['webhook-id']);
        this.#listeners.get(request.url ?? '')?.take({ ids: [id], ageMs: sinceDue(text) }, audience.phase);
        response.end();
      });
    });
  }

  /** Resolves with its origin. */
  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Counts from now on what comes to each path, of which agency it is. */
  expect(webhooks: Readonly<Record<string, number>>): void {
    const latencies = new Latencies();
    const entries = Object.entries(webhooks).map(
      ([path, agency]) => [path, new Listener(agency, SENDS, latencies)] as const,
    );
    this.#listeners = new Map(entries);
    this.#audience.add({ title: 'to webhooks', listeners: [...this.#listeners.values()], latencies });
  }
}
