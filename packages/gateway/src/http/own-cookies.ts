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
