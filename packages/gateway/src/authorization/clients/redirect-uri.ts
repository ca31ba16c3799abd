import { refuse } from '../../kernel/errors.ts';
import type { Client } from './types.ts';

const LOOPBACK_HOSTS = new Set(['127.0.0.1', '[::1]', 'localhost']);
/** Reads as a scheme with a path, and is meant as a host. */
const HOST_AND_PORT = /^[^:/]+:\d{1,5}(?=[/?]|$)/;
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?(?=[/?]|$)/;

/** An absolute URI that a browser may be sent to: no fragment, no user name, nothing that runs as a script. */
function parse(uri: string): URL | undefined {
  // RFC 6749 section 3.1.2: absolute, without a fragment.
  if (!/^[\x21-\x7e]+$/.test(uri) || uri.includes('#') || uri.includes('\\') || !URL.canParse(uri)) return undefined;
  const url = new URL(uri);
  if (url.username !== '' || url.password !== '') return undefined;
  if (url.protocol === 'https:') return /^https:\/\//i.test(uri) ? url : undefined;
  // RFC 8252 section 8.3: plain http only to this very machine.
  if (url.protocol === 'http:') return LOOPBACK_HOSTS.has(url.hostname) ? url : undefined;
  // RFC 8252 section 7.1: a scheme of an application has a period, as a domain name in reverse does.
  return url.protocol.includes('.') && !HOST_AND_PORT.test(uri) ? url : undefined;
}

/** Refuses, at registration, what must never be redirected to, with `invalid_request`; `what` states what it was to be. */
export function checkRedirectUri(uri: string, what = 'a redirect URI'): void {
  if (parse(uri) === undefined) {
    throw refuse.invalidRequest({
      description: `${uri} cannot be ${what}; use https, http to a loopback address, or a reversed domain name as scheme, and no fragment`,
    });
  }
}

function withoutLoopbackPort(uri: string): string {
  return uri.replace(LOOPBACK, 'http://$1');
}

/** True where an address names a host and no endpoint on it. */
export function isBaseDomain(uri: string): boolean {
  const url = parse(uri);
  return url !== undefined && /^https?:$/.test(url.protocol) && url.pathname === '/' && !uri.includes('?');
}

function isOnBaseDomain(url: URL, registered: URL): boolean {
  if (url.protocol !== registered.protocol || url.hostname !== registered.hostname) return false;
  return url.port === registered.port || LOOPBACK_HOSTS.has(url.hostname);
}

/** Whether this client may be sent back there. */
export function isRegisteredRedirect(client: Client, uri: string): boolean {
  const url = parse(uri);
  if (url === undefined) return false;
  return client.redirectUris.some((registered) => {
    // RFC 9700 section 2.1: exact comparison. RFC 8252 section 7.3: but for the port of a loopback address.
    if (uri === registered || withoutLoopbackPort(uri) === withoutLoopbackPort(registered)) return true;
    // Whoever registered an endpoint is sent there and nowhere else on its host, whatever is registered beside it.
    const base = client.settings.legacy.looseRedirect && isBaseDomain(registered) ? parse(registered) : undefined;
    return base !== undefined && isOnBaseDomain(url, base);
  });
}
