import type { Config } from '../config/options.ts';

const HSTS_SECONDS = 31_536_000;

/** Headers of every answer. */
export function commonHeadersOf(publicUrl: string): Readonly<Record<string, string>> {
  return {
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    ...(publicUrl.startsWith('https:') && { 'strict-transport-security': `max-age=${HSTS_SECONDS}` }),
  };
}

function originsOf(urls: readonly (string | null)[]): string[] {
  return [...new Set(urls.flatMap((url) => (url === null ? [] : [new URL(url).origin])))];
}

/** LiveKit's client opens a WebSocket there and asks the same host by HTTP why one was refused. */
function livekitOrigins(url: string | null): string[] {
  if (url === null) return [];
  const { origin } = new URL(url.replace(/^ws/i, 'http'));
  return [origin.replace(/^http/, 'ws'), origin];
}

/** The portal's page: our own files, and no request to an outside host but the map's and LiveKit's, where configured. */
export function portalPageHeaders(
  config: Pick<Config, 'mapStyleUrl' | 'mapPmtilesUrl' | 'mapOrigins' | 'livekitUrl'>,
  frameAncestors: readonly string[],
): Record<string, string> {
  const map = [...originsOf([config.mapStyleUrl, config.mapPmtilesUrl]), ...config.mapOrigins].join(' ');
  const directives = [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    map === '' ? "img-src 'self' data:" : `img-src 'self' data: blob: ${map}`,
    "font-src 'self'",
    ['connect-src', "'self'", map, ...livekitOrigins(config.livekitUrl)].filter((part) => part !== '').join(' '),
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors ${frameAncestors.length === 0 ? "'none'" : frameAncestors.join(' ')}`,
  ];
  return {
    'content-security-policy': directives.join('; '),
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  };
}
