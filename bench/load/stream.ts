/**
 * Requests against one port, each connection repeating its own: they are dealt out in turn. Without `perSecond`, every
 * connection asks again as soon as it is answered; with it, requests fall due at that rate whether or not earlier ones
 * have been answered.
 */
export interface Stream {
  port: number;
  requests: readonly Uint8Array[];
  connections: number;
  perSecond?: number;
  /** Of requests that work once: each is sent once, by whichever connection is free, and the stream ends after the last. */
  isOnce?: boolean;
}

/** The streams of one job run at the same time. */
export interface LoadJob {
  streams: Stream[];
  durationMs: number;
}

/** The answers of one stream; latencies in milliseconds. */
export interface StreamResult {
  ratePerSecond: number;
  latenciesMs: Float64Array;
}

/** What the generator sends back: the results in the order of the streams, or why there are none. */
export type LoadReply = { results: StreamResult[] } | { error: string };

/** The bytes of an HTTP/1.1 request with a keep-alive connection. */
export function encodeRequest(method: string, path: string, headers: Record<string, string>, body = ''): Uint8Array {
  const length = method === 'GET' ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  const lines = Object.entries({ Host: '127.0.0.1', ...headers, ...length }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
