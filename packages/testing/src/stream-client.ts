import WebSocket from 'ws';
import { checkFrame } from './documented-frames.ts';

/** A plain `ws` client of a stream, with every frame it got. */
export interface StreamClient {
  readonly socket: WebSocket;
  // biome-ignore lint/suspicious/noExplicitAny: a test states what it expects of a frame
  readonly frames: any[];
  /** The code and reason of the close, once there is one. */
  readonly closed: Promise<{ code: number; reason: string }>;
}

/**
 * Connects and resolves once the stream is open. Rejects with the HTTP status it was refused by. A frame that the document of
 * the streams does not have is an uncaught error, which fails the test that runs.
 */
export async function connectStream(
  url: string,
  query: Record<string, string>,
  headers: Record<string, string> = {},
  path = '/v1/incident_events/stream',
): Promise<StreamClient> {
  const address = `${url.replace(/^http/, 'ws')}${path}?${new URLSearchParams(query)}`;
  const socket = new WebSocket(address, { headers });
  // biome-ignore lint/suspicious/noExplicitAny: as above
  const frames: any[] = [];
  socket.on('message', (data) => {
    const frame: unknown = JSON.parse(String(data));
    checkFrame(path, frame);
    frames.push(frame);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('unexpected-response', (_request, response) => {
      reject(new Error(`refused with ${response.statusCode}`));
      socket.terminate();
    });
    socket.on('error', reject);
  });
  return { socket, frames, closed };
}

/** A token of a sandbox client, from a server that listens. */
export async function tokenFrom(url: string, clientId: string): Promise<string> {
  const answer = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: clientId,
      client_secret: `${clientId}-secret`,
      grant_type: 'client_credentials',
    }),
  });
  return ((await answer.json()) as { access_token: string }).access_token;
}
