import type {
  Active911Agency,
  Active911Alert,
  Active911Device,
  Active911Location,
  Active911Reference,
  Active911Resource,
} from '@sallyport/contract';
import { boundsOf, type CallOptions, type ConnectionOptions, connect } from '../calls/connection.ts';
import type { Call, Transport } from '../requests/transport.ts';
import type { Active911Server } from '../servers/active911.ts';
import type { TokenSource } from '../tokens/token-source.ts';
import { readEnvelope } from './read-answers.ts';

const LOCATIONS_PER_PAGE = 100;

/** A span back from now; minutes win over days. The vendor takes up to 30 days, and 10 where nothing is said. */
export interface AlertSpan {
  readonly days?: number;
  readonly minutes?: number;
}

/** Active911's API, at Active911 or at a Sallyport server. Every method refuses with SallyportError. */
export class Active911Client {
  readonly tokens: TokenSource;
  readonly #server: Active911Server;
  readonly #transport: Transport;

  constructor(options: ConnectionOptions<Active911Server>) {
    const { tokens, transport } = connect(options);
    this.tokens = tokens;
    this.#server = options.server;
    this.#transport = transport;
  }

  /** The agency that gave the token, with its devices. */
  agency(options: CallOptions = {}): Promise<Active911Agency> {
    return this.#read({ method: 'GET', path: '/' }, options);
  }

  device(id: string, options: CallOptions = {}): Promise<Active911Device> {
    return this.#read({ method: 'GET', path: `/devices/${encodeURIComponent(id)}` }, options);
  }

  /** The ids of the alerts of a span, the newest first; those of one device where it is named. */
  alertReferences(
    span: AlertSpan & { deviceId?: string } = {},
    options: CallOptions = {},
  ): Promise<Active911Reference[]> {
    const of = span.deviceId === undefined ? '' : `/devices/${encodeURIComponent(span.deviceId)}`;
    const query = { alert_days: span.days, alert_minutes: span.minutes };
    return this.#read({ method: 'GET', path: `${of}/alerts`, query }, options);
  }

  alert(id: string, options: CallOptions = {}): Promise<Active911Alert> {
    return this.#read({ method: 'GET', path: `/alerts/${encodeURIComponent(id)}` }, options);
  }

  /** The alerts of a span, the newest first, each read as the loop comes to it. `known` leaves out what you have already. */
  async *alerts(
    span: AlertSpan & { deviceId?: string; known?: (id: string) => boolean } = {},
    options: CallOptions = {},
  ): AsyncGenerator<Active911Alert, void> {
    for (const { id } of await this.alertReferences(span, options)) {
      if (span.known?.(id) !== true) yield await this.alert(id, options);
    }
  }

  /** Map locations, read page by page. */
  async *locations(options: CallOptions = {}): AsyncGenerator<Active911Location, void> {
    const known = new Set<string>();
    for (let page = 1; ; page += 1) {
      const query = { locations_page: page, locations_per_page: LOCATIONS_PER_PAGE };
      const found = await this.#read<Active911Reference[]>({ method: 'GET', path: '/locations', query }, options);
      const fresh = found.filter(({ id }) => !known.has(id));
      for (const { id } of fresh) {
        known.add(id);
        yield await this.location(id, options);
      }
      if (found.length < LOCATIONS_PER_PAGE || fresh.length === 0) return;
    }
  }

  location(id: string, options: CallOptions = {}): Promise<Active911Location> {
    return this.#read({ method: 'GET', path: `/locations/${encodeURIComponent(id)}` }, options);
  }

  resource(id: string, options: CallOptions = {}): Promise<Active911Resource> {
    return this.#read({ method: 'GET', path: `/resources/${encodeURIComponent(id)}` }, options);
  }

  /** Creates a map location. Sent once, because it would stand there twice. */
  createLocation(location: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<Active911Location> {
    return this.#read({ method: 'POST', path: '/locations', form: location }, options);
  }

  /** Creates what is known of a file about a location. Sent once. */
  createResource(resource: Readonly<Record<string, string>>, options: CallOptions = {}): Promise<Active911Resource> {
    return this.#read({ method: 'POST', path: '/resources', form: resource }, options);
  }

  async #read<T>(call: Call, options: CallOptions): Promise<T> {
    const path = this.#server.apiUrl + call.path;
    return readEnvelope(await this.#transport.send({ ...call, path, ...boundsOf(options) }));
  }
}
