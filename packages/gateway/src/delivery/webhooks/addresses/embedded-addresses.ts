import ipaddr from 'ipaddr.js';

/** The IPv4 addresses that an IPv6 one leads to. */
export interface Embedded {
  readonly addresses: readonly ipaddr.IPv4[];
  /** True where the address is nothing but a way to those; otherwise it is also a host of its own network. */
  readonly isOnlyWayThere: boolean;
}

const range = (cidr: string) => ipaddr.IPv6.parseCIDR(cidr);
const NAT64 = range('64:ff9b::/96');
const NAT64_LOCAL = range('64:ff9b:1::/48');
const SIX_TO_FOUR = range('2002::/16');
const TEREDO = range('2001::/32');
const COMPATIBLE = range('::/96');
const TRANSLATED = range('::ffff:0:0:0/96');
const MAPPED = range('::ffff:0:0/96');
/** RFC 5214 section 6.1: the start of such an interface identifier, with the universal bit or without. */
const ISATAP_AT = 8;
const ISATAP = [
  [0x00, 0x00, 0x5e, 0xfe],
  [0x02, 0x00, 0x5e, 0xfe],
];
/** RFC 6052 section 2.2: where the four bytes stand for each length of a prefix within 64:ff9b:1::/48; byte 8 is skipped. */
const RFC_6052_PLACES = [
  [6, 7, 9, 10],
  [7, 9, 10, 11],
  [9, 10, 11, 12],
  [12, 13, 14, 15],
] as const;

/** The IPv4 addresses inside, in every way one is carried in IPv6; null where there is none. */
export function addressesInside(address: ipaddr.IPv6): Embedded | null {
  const bytes = address.toByteArray();
  const at = (places: readonly number[]) => new ipaddr.IPv4(places.map((place) => bytes[place] ?? 0));
  const last = [12, 13, 14, 15];
  if ([NAT64, COMPATIBLE, TRANSLATED, MAPPED].some((within) => address.match(within))) {
    return { addresses: [at(last)], isOnlyWayThere: true };
  }
  if (address.match(NAT64_LOCAL)) return { addresses: localNat64(bytes).map(at), isOnlyWayThere: true };
  if (address.match(SIX_TO_FOUR)) return { addresses: [at([2, 3, 4, 5])], isOnlyWayThere: true };
  if (address.match(TEREDO)) {
    // RFC 4380 section 4: the server's address, and the client's with every bit turned.
    const client = new ipaddr.IPv4(last.map((place) => 0xff - (bytes[place] ?? 0)));
    return { addresses: [at([4, 5, 6, 7]), client], isOnlyWayThere: true };
  }
  const isIsatap = ISATAP.some((start) => start.every((byte, index) => bytes[ISATAP_AT + index] === byte));
  return isIsatap ? { addresses: [at(last)], isOnlyWayThere: false } : null;
}

/** Every place whose rest is zero, as RFC 6052 has it; the address itself does not state how long its prefix is. */
function localNat64(bytes: readonly number[]): (readonly number[])[] {
  const isRestZero = (from: number) => bytes.slice(from).every((byte) => byte === 0);
  const places = RFC_6052_PLACES.filter((place) => isRestZero((place.at(-1) ?? 0) + 1));
  // Four zero bytes at the end are the rest of a shorter form, and no address.
  return places.length > 1 && isRestZero(12) ? places.slice(0, -1) : places;
}
