import type { IncomingMessage } from 'node:http';
import { type Config, environmentName } from '../config/options.ts';
import { AddressRanges, parseAddress } from '../kernel/address.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';

/** What no peer address can be read of: a connection that is gone, or a UNIX socket. */
const UNKNOWN = 'unknown';
/** A longer chain of proxies is nobody's. */
const HOPS_AT_MOST = 16;

/**
 * Where a request comes from. Of `X-Forwarded-For` it believes what declared proxies added, from the right: an entry with a port
 * or in brackets is its address, and at an entry that is no address it stops, with the last proxy as the source.
 */
export class ClientAddresses {
  readonly #proxies: AddressRanges;

  constructor(trustedProxies: readonly string[]) {
    this.#proxies = new AddressRanges(trustedProxies);
  }

  /** The client's address in its normal form. */
  of({ socket, headers }: IncomingMessage): string {
    let address = peerOf(socket.remoteAddress);
    const forwarded = headers['x-forwarded-for'];
    if (forwarded === undefined || !this.#proxies.has(address)) return address;
    const hops = [forwarded].flat().join(',').split(',').slice(-HOPS_AT_MOST);
    while (hops.length > 0 && this.#proxies.has(address)) {
      const next = parseAddress(hops.pop() ?? '');
      if (next === null) break;
      address = next;
    }
    return address;
  }

  /** True for a connection that a declared proxy opened for its clients. */
  isProxy(remoteAddress: string | undefined): boolean {
    return this.#proxies.has(peerOf(remoteAddress));
  }
}

/** The address of a connection's other end, in its normal form. */
export function peerOf(remoteAddress: string | undefined): string {
  return parseAddress(remoteAddress ?? '') ?? UNKNOWN;
}

/** What proxies add, and clients do not. */
const FORWARDED = ['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-real-ip', 'forwarded'];
const EVERY_MS = 3_600_000;
const NAME = environmentName('trustedProxies');

/**
 * Notices a reverse proxy that is not declared: everybody behind it is one address for limits and lockouts, so that a stranger's
 * flood locks out who comes the same way. It is logged once an hour; each such request is counted.
 */
export class UndeclaredProxies {
  readonly #ports: { readonly addresses: ClientAddresses; readonly clock: Clock; readonly log: Log };
  readonly #onRequest: () => void;
  #loggedAt: number | undefined;
  #newest: { readonly header: string; readonly at: number } | undefined;

  constructor(ports: { addresses: ClientAddresses; clock: Clock; log: Log }, onRequest: () => void) {
    this.#ports = ports;
    this.#onRequest = onRequest;
  }

  /** By which header the newest request of one was noticed, and how long ago; null where none came. */
  get newest(): { header: string; secondsAgo: number } | null {
    if (this.#newest === undefined) return null;
    const { header, at } = this.#newest;
    return { header, secondsAgo: Math.floor((this.#ports.clock.elapsed() - at) / 1000) };
  }

  notice({ headers, socket }: IncomingMessage): void {
    const { addresses, clock, log } = this.#ports;
    const header = FORWARDED.find((name) => headers[name] !== undefined);
    if (header === undefined || addresses.isProxy(socket.remoteAddress)) return;
    this.#onRequest();
    const now = clock.elapsed();
    this.#newest = { header, at: now };
    if (this.#loggedAt !== undefined && now - this.#loggedAt < EVERY_MS) return;
    this.#loggedAt = now;
    const peer = peerOf(socket.remoteAddress);
    log.warn({ peer, header }, `requests are forwarded by an address that is not among ${NAME}: name the proxy there`);
  }
}

/** What can be known of a proxy before the first request: the server itself never speaks https. */
export function proxyWarning({
  publicUrl,
  trustedProxies,
}: Pick<Config, 'publicUrl' | 'trustedProxies'>): string | null {
  if (trustedProxies.length > 0 || publicUrl === null || !/^https:/i.test(publicUrl)) return null;
  return `${environmentName('publicUrl')} is https, so clients come through a reverse proxy: name its address in ${NAME}, or all of them count as one address`;
}
