import { once } from 'node:events';
import WebSocket from 'ws';
import { KeepAliveConnection } from '../load/keep-alive-connection.ts';
import type { Server } from '../process/start-server.ts';

/** What a socket of the stream receives when this request is acknowledged: the bytes the bare server broadcasts. */
export async function sampleFrame(
  server: Server,
  path: string,
  headers: Record<string, string>,
  request: Uint8Array,
): Promise<Buffer> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
  await once(socket, 'open');
  const received = once(socket, 'message') as Promise<[Buffer]>;
  const connection = await KeepAliveConnection.open(server.port);
  await connection.exchange(request);
  const [frame] = await received;
  connection.close();
  socket.terminate();
  return frame;
}
