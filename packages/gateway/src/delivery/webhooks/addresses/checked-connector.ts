import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import type { AddressRules } from './address-rules.ts';
import type { ResolveHost } from './host-resolver.ts';

const CONNECT_TIMEOUT_MS = 5_000;
/** RFC 8305 section 5: the next address is tried beside one that has not answered for so long. */
const NEXT_AFTER_MS = 250;
const TRIED_AT_MOST = 16;

/** A connection was not made because of where it would have led. */
export class AddressRefused extends Error {}

/** RFC 8305 section 4: the families in turn, each in the order it was given, the first address's family first. */
export function inTurn(addresses: readonly string[]): string[] {
  const [first = ''] = addresses;
  const families = Map.groupBy(new Set(addresses), (address) => isIP(address) === isIP(first));
  const [own, other] = [families.get(true) ?? [], families.get(false) ?? []];
  return own
    .flatMap((address, index) => [address, ...other.slice(index, index + 1)])
    .concat(other.slice(own.length))
    .slice(0, TRIED_AT_MOST);
}

/**
 * Connects to exactly an address that was checked. The name is resolved here, once, and the socket is opened to the
 * address and not to the name: a name that resolves to another address a moment later changes nothing. Of several
 * addresses each is tried a quarter of a second after the one before, or at once where that failed; the first that
 * answers is used (RFC 8305). Where the first answer of the name servers led nowhere, what the other family answers later is
 * tried too. Over TLS HTTP/1.1 alone is offered.
 */
export function checkedConnector(
  rules: AddressRules,
  resolve: ResolveHost,
  owner: string,
  closed: AbortSignal,
): buildConnector.connector {
  const connect = buildConnector({ timeout: CONNECT_TIMEOUT_MS, keepAlive: true, allowH2: false });

  async function checkedAddresses(hostname: string, isWhole: boolean): Promise<readonly string[]> {
    const asked = { owner, signal: closed, isWhole };
    const addresses = isIP(hostname) === 0 ? await resolve(hostname, asked) : [hostname];
    // One private address among public ones is reason enough: which of them is used would be chance.
    if (addresses.length === 0 || !addresses.every((address) => rules.allows(address))) {
      throw new AddressRefused('the host name leads to an address this server does not reach');
    }
    return addresses;
  }

  return (options, callback) => {
    const servername = isIP(options.hostname) === 0 ? { servername: options.hostname } : {};

    function race(addresses: readonly string[]): void {
      const left = [...addresses];
      const trying = new Set<{ destroy(): void }>();
      let timer: NodeJS.Timeout | undefined;
      let isOver = false;
      /** The name is asked again, for what both families have, once what came first led nowhere. */
      let mayAsk = isIP(options.hostname) === 0 && new Set(addresses.map(isIP)).size === 1;
      let isAsking = false;
      let failure = new Error('no address answered');

      function finish(...outcome: buildConnector.CallbackArgs): void {
        isOver = true;
        clearTimeout(timer);
        for (const socket of trying) socket.destroy();
        callback(...outcome);
      }

      function goOn(): void {
        clearTimeout(timer);
        const hostname = left.shift();
        if (hostname !== undefined) tryOne(hostname);
        else if (mayAsk) askWhole();
        else if (trying.size === 0 && !isAsking) finish(failure, null);
      }

      function tryOne(hostname: string): void {
        timer = setTimeout(goOn, NEXT_AFTER_MS);
        // What it returns is the socket, which its types do not state.
        const socket = connect({ ...options, ...servername, hostname }, (err, connected) => {
          trying.delete(socket);
          if (isOver) connected?.destroy();
          else if (err === null) finish(null, connected);
          else {
            failure = err;
            goOn();
          }
        }) as unknown as { destroy(): void };
        trying.add(socket);
      }

      function askWhole(): void {
        mayAsk = false;
        isAsking = true;
        const later = checkedAddresses(options.hostname, true).then(
          (found) => void left.push(...inTurn(found).filter((address) => !addresses.includes(address))),
          (err: Error) => {
            if (err instanceof AddressRefused && !isOver) finish(err, null);
          },
        );
        void later.then(() => {
          isAsking = false;
          if (!isOver) goOn();
        });
      }

      goOn();
    }

    checkedAddresses(options.hostname, false).then(
      (addresses) => race(inTurn(addresses)),
      (err: Error) => callback(err, null),
    );
  };
}
