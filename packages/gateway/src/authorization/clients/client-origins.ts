import type { ChangeFeed } from '../../database/changes/change-feed.ts';
import type { Database } from '../../database/database.ts';
import { publicClients } from './store.ts';

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost']);

/**
 * Where a page of that redirect URI runs: its origin; for a loopback address that origin on any port (RFC 8252 section 7.3); for
 * an application's own scheme whatever origin has that scheme, as its web view has.
 */
function originPattern(uri: string): string {
  const { protocol, hostname, origin } = new URL(uri);
  if (protocol !== 'https:' && protocol !== 'http:') return `${protocol}//*`;
  return LOOPBACK.has(hostname) ? `${protocol}//${hostname}:*` : origin;
}

function patternsOf(origin: string): string[] {
  if (!URL.canParse(origin)) return [];
  const { protocol, hostname } = new URL(origin);
  return [origin, `${protocol}//${hostname}:*`, `${protocol}//*`];
}

/**
 * The origins of which pages may ask for tokens: those of public clients' redirect URIs, and those they registered. From memory;
 * a change that any process makes is known within a second.
 */
export class ClientOrigins {
  readonly #database: Database;
  #known: Promise<ReadonlySet<string>> | undefined;

  constructor({ database, changes }: { database: Database; changes: ChangeFeed }) {
    this.#database = database;
    const forget = () => {
      this.#known = undefined;
    };
    changes.on('client', forget);
    changes.onAnew(forget);
  }

  /** True for an origin of an enabled public client. */
  async has(origin: string): Promise<boolean> {
    this.#known ??= this.#read();
    const reading = this.#known;
    try {
      const known = await reading;
      return patternsOf(origin).some((pattern) => known.has(pattern));
    } catch (err) {
      if (this.#known === reading) this.#known = undefined;
      throw err;
    }
  }

  async #read(): Promise<ReadonlySet<string>> {
    const clients = await publicClients(this.#database.read);
    return new Set(clients.flatMap(({ redirectUris, origins }) => [...redirectUris.map(originPattern), ...origins]));
  }
}
