import type { IncomingMessage } from 'node:http';
import type { Config } from '../config/options.ts';
import { environmentName } from '../config/options.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Log } from '../kernel/log.ts';
import { type ClientAddresses, peerOf } from './client-address.ts';

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

  constructor(ports: { addresses: ClientAddresses; clock: Clock; log: Log }, onRequest: () => void) {
    this.#ports = ports;
    this.#onRequest = onRequest;
  }

  notice({ headers, socket }: IncomingMessage): void {
    const { addresses, clock, log } = this.#ports;
    const header = FORWARDED.find((name) => headers[name] !== undefined);
    if (header === undefined || addresses.isProxy(socket.remoteAddress)) return;
    this.#onRequest();
    const now = clock.elapsed();
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
