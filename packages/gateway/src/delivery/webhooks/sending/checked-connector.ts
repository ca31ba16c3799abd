import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRules } from './address-rules.ts';

const CONNECT_TIMEOUT_MS = 5_000;

/** The addresses of a host name, in the order to try them. */
export type ResolveHost = (hostname: string) => Promise<readonly string[]>;

export const systemResolver: ResolveHost = async (hostname) =>
  (await lookup(hostname, { all: true, verbatim: true })).map(({ address }) => address);

/** A connection was not made because of where it would have led. */
export class AddressRefused extends Error {}

/**
 * Connects to exactly an address that was checked. The name is resolved here, once, and the socket is opened to the
 * address and not to the name: a name that resolves to another address a moment later changes nothing.
 */
export function checkedConnector(rules: AddressRules, resolve: ResolveHost): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, keepAlive: true });

  async function checkedAddresses(hostname: string): Promise<readonly string[]> {
    const addresses = isIP(hostname) === 0 ? await resolve(hostname) : [hostname];
    // One private address among public ones is reason enough: which of them is used would be chance.
    if (addresses.length === 0 || !addresses.every((address) => rules.allows(address))) {
      throw new AddressRefused('the host name leads to an address this server does not reach');
    }
    return addresses;
  }

  return (options, callback) => {
    const servername = isIP(options.hostname) === 0 ? { servername: options.hostname } : {};

    function tryNext([address = '', ...others]: readonly string[]): void {
      connect({ ...options, ...servername, hostname: address }, (err, socket) => {
        if (err === null) callback(null, socket);
        else if (others.length > 0) tryNext(others);
        else callback(err, null);
      });
    }

    checkedAddresses(options.hostname).then(tryNext, (err: Error) => callback(err, null));
  };
}
