import { isIPv4, isIPv6 } from 'node:net';
import ipaddr from 'ipaddr.js';

/** The longest IPv6 address with brackets, quotes and a port has 55 characters. */
const LONGEST = 64;
const BITS_OF_A_SUBSCRIBER = 64;
/** RFC 6052: an IPv4 client that a translator shows to an IPv6 server. RFC 3056: an IPv4 host's own block of IPv6. */
const NAT64 = ipaddr.IPv6.parseCIDR('64:ff9b::/96');
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16');

/** `"[2001:db8::1]:443"`, `[2001:db8::1]`, `203.0.113.8:20001`: the address in it, as it stands. */
function withoutPort(text: string): string {
  const bare = text.trim().replace(/^"(.*)"$/, '$1');
  const [, bracketed, inside] = /^(\[(.*)\])(?::\d{1,5})?$/.exec(bare) ?? [];
  if (bracketed !== undefined) return isIPv6(withoutZone(inside ?? '')) ? (inside ?? '') : '';
  const [, ipv4] = /^([\d.]+):\d{1,5}$/.exec(bare) ?? [];
  return ipv4 ?? bare;
}

/** `fe80::1%eth0`: the zone names a cable of this machine, not the peer. */
function withoutZone(text: string): string {
  return text.replace(/%[\w.-]+$/, '');
}

function ipv4Of(bytes: readonly number[]): string {
  return bytes.join('.');
}

/**
 * An IP address in its one normal form, or null for what is none. Takes it as proxies write it: with a port, in brackets, in
 * quotes (RFC 7239 section 6), with a zone. IPv4 inside IPv6 (mapped, or translated by the well-known prefix) is IPv4.
 */
export function parseAddress(text: string): string | null {
  if (text.length > LONGEST) return null;
  const address = withoutZone(withoutPort(text));
  if (isIPv4(address)) return address;
  if (!isIPv6(address)) return null;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  if (parsed.match(NAT64)) return ipv4Of(parsed.toByteArray().slice(12));
  return parsed.toString();
}

/**
 * Whose address it is, for limits, lockouts and counts: an IPv4 address itself, an IPv6 address its /64, which is the least
 * that one subscriber has to choose from, and a 6to4 address the IPv4 address it was made of. What is no address is its own key.
 */
export function addressKey(source: string): string {
  const address = isIPv4(source) ? source : parseAddress(source);
  if (address === null || isIPv4(address)) return address ?? source;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.match(SIX_TO_FOUR)) return ipv4Of(parsed.toByteArray().slice(2, 6));
  const network = ipaddr.IPv6.networkAddressFromCIDR(`${address}/${BITS_OF_A_SUBSCRIBER}`);
  return `${network.toString()}/${BITS_OF_A_SUBSCRIBER}`;
}

type Range = [ipaddr.IPv4 | ipaddr.IPv6, number];

const NAMED_RANGES: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** An address, a CIDR range or a name of ranges (`loopback`, `linklocal`, `uniquelocal`); null for what is none of them. */
function rangesOf(text: string): Range[] | null {
  const named = Object.hasOwn(NAMED_RANGES, text) ? NAMED_RANGES[text] : undefined;
  if (named !== undefined) return named.map((range) => ipaddr.parseCIDR(range));
  const [, start = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  if (!isIPv4(start) && !isIPv6(start)) return null;
  const address = ipaddr.process(start);
  const most = address.kind() === 'ipv4' ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  return length > most ? null : [[address, length]];
}

/** True for what `AddressRanges` takes. */
export function isAddressRange(text: string): boolean {
  return rangesOf(text) !== null;
}

/** Addresses and CIDR ranges, and whether an address in its normal form is in one of them. */
export class AddressRanges {
  readonly #ranges: readonly Range[];

  constructor(ranges: readonly string[]) {
    this.#ranges = ranges.flatMap((range) => rangesOf(range) ?? []);
  }

  get isEmpty(): boolean {
    return this.#ranges.length === 0;
  }

  has(address: string): boolean {
    if (this.#ranges.length === 0 || !ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.#ranges.some(([range, bits]) => range.kind() === parsed.kind() && parsed.match(range, bits));
  }
}
