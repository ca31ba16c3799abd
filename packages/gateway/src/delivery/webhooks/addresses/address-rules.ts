import ipaddr from 'ipaddr.js';
import { refuse } from '../../../kernel/errors.ts';
import { addressesInside } from './embedded-addresses.ts';

const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');
/** Answers of a cloud's own host at an address that looks public (Azure). */
const METADATA = new Set(['168.63.129.16']);
const LONGEST_URL = 2_000;

/** Which addresses webhooks may be sent to: public ones, and the ranges an operator allows. */
export class AddressRules {
  readonly #allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  constructor(allowedRanges: readonly string[]) {
    this.#allowed = allowedRanges.map((range) => ipaddr.parseCIDR(range));
  }

  /**
   * True for a public unicast address and for one in an allowed range. An address that carries IPv4 ones inside is judged by
   * those, each of them.
   */
  allows(text: string): boolean {
    const address = ipaddr.process(text);
    if (this.#isInAllowedRange(address)) return true;
    if (address.kind() === 'ipv4') return this.#isPublic(address);
    const inside = addressesInside(address as ipaddr.IPv6);
    if (inside === null) return this.#isPublic(address) && address.match(GLOBAL_UNICAST);
    const { isOnlyWayThere, addresses } = inside;
    return addresses.every((inner) => this.allows(inner.toString())) && (isOnlyWayThere || this.#isPublic(address));
  }

  #isInAllowedRange(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
    return this.#allowed.some(([range, bits]) => range.kind() === address.kind() && address.match(range, bits));
  }

  #isPublic(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
    return address.range() === 'unicast' && !METADATA.has(address.toString());
  }
}

function isLoopback(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'loopback';
}

/**
 * An endpoint's URL in its normal form. Refuses what is not http or https, http outside loopback, credentials, a fragment
 * and an address of no public host (`invalid_request`). `what` names the field in the refusal.
 */
export function checkEndpointUrl(given: string, rules: AddressRules, what: string): string {
  const url = given.length <= LONGEST_URL && URL.canParse(given) ? new URL(given) : null;
  const reject = (because: string) => refuse.invalidRequest({ description: `${what} ${because}` });
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw reject('must be an https URL');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) throw reject('must be https');
  if (url.username !== '' || url.password !== '')
    throw reject('must be without credentials; give them as authentication');
  if (url.hash !== '') throw reject('must be without a fragment, which is never sent');
  const bare = url.hostname.replace(/^\[|\]$/g, '');
  if (ipaddr.isValid(bare) && !rules.allows(bare))
    throw reject('must not be a private address, which this server does not reach');
  return url.href;
}
