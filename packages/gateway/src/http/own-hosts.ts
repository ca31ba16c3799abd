import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../kernel/errors.ts';
import { hostOfTarget } from './request-target.ts';

/** What monitors ask by whatever name they have for the machine; nothing of an agency is in the answers. */
const OPERATIONS = new Set(['/healthz', '/readyz', '/metrics']);

/** The name of a Host header, without its port, brackets and final dot, in lower case; '' where there is none. */
function nameOf(host: string): string {
  const [, bracketed, plain = ''] = /^(?:\[([^\]]*)\]|([^:]*))(?::\d*)?$/.exec(host.trim().toLowerCase()) ?? [];
  return bracketed ?? plain.replace(/\.$/, '');
}

function isLoopbackName(name: string): boolean {
  return name === 'localhost' || name.endsWith('.localhost');
}

/**
 * The names this server is reached by: its public URL's, loopback names, any address, and those an operator adds. A page of
 * another site whose name was made to lead here (DNS rebinding) asks by that site's name, which is none of them; an address
 * cannot be made to lead elsewhere.
 */
export class OwnHosts {
  readonly #names: ReadonlySet<string>;
  readonly #isProxy: (remoteAddress: string | undefined) => boolean;

  constructor(
    config: { readonly host: string; readonly allowedHosts: readonly string[] },
    publicUrl: string,
    isProxy: (remoteAddress: string | undefined) => boolean,
  ) {
    this.#names = new Set([new URL(publicUrl).host, config.host, ...config.allowedHosts].map(nameOf));
    this.#isProxy = isProxy;
  }

  /** True for a Host header by which this server is reached. Programs that send none are no browsers. */
  has(host: string | undefined): boolean {
    if (host === undefined || host === '') return true;
    const name = nameOf(host);
    return name !== '' && (this.#names.has(name) || isLoopbackName(name) || isIP(name) !== 0);
  }

  /** Refuses a request for another host. What a declared proxy passes on was asked of that proxy, by a name it knows. */
  check({ raw, url, originalUrl }: FastifyRequest): void {
    const [path = ''] = url.split('?');
    checkOneHost(raw);
    if (
      this.has(hostOfTarget(originalUrl) ?? raw.headers.host) ||
      OPERATIONS.has(path) ||
      this.#isProxy(raw.socket.remoteAddress)
    )
      return;
    throw refuse.invalidRequest({
      description:
        'Host must be a name of this server: the one of its public URL, localhost or an address; an operator adds others with --allowed-hosts',
      logDetail: 'host',
    });
  }
}

/** RFC 9112 section 3.2: a request of HTTP/1.1 has one Host, and no request has two. */
function checkOneHost({ rawHeaders, httpVersion }: IncomingMessage): void {
  const hosts = rawHeaders.filter((name, index) => index % 2 === 0 && name.toLowerCase() === 'host').length;
  if (hosts === 1 || (hosts === 0 && httpVersion !== '1.1')) return;
  throw refuse.invalidRequest({ description: 'Host must be sent once', logDetail: 'host' });
}

type Cookies = Record<string, string | undefined>;

/** A browser keeps a cookie of such a name only from this very host, over TLS, for every path (RFC 6265bis section 4.1.3.2). */
const HOST_PREFIX = '__Host-';

const isOverTls = (publicUrl: string) => publicUrl.startsWith('https:');

/** What a cookie of ours is called on the wire. */
export function cookieName(name: string, publicUrl: string): string {
  return isOverTls(publicUrl) ? `${HOST_PREFIX}${name}` : name;
}

/**
 * A request's cookies by our own names. Over TLS those without the prefix are left out: another host of the domain, or a page
 * without TLS, may have set them.
 */
export function ownCookies(cookies: Cookies, publicUrl: string): Cookies {
  if (!isOverTls(publicUrl)) return cookies;
  const own = Object.entries(cookies).filter(([name]) => name.startsWith(HOST_PREFIX));
  return Object.fromEntries(own.map(([name, value]) => [name.slice(HOST_PREFIX.length), value]));
}
