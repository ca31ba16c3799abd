import { randomBytes } from 'node:crypto';

/** The bytes that ask for a WebSocket (RFC 6455 section 4.1). One key does for all: nobody here checks its answer. */
export function upgradeRequest(path: string, headers: Record<string, string> = {}): Uint8Array {
  const asking = {
    Host: '127.0.0.1',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(asking).map(([name, value]) => `${name}: ${value}`);
  return Buffer.from(`GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
}
