import type { IncomingMessage } from 'node:http';
import { AddressRanges, parseAddress } from '../kernel/address.ts';

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
