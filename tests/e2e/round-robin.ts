import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A plain TCP proxy: each connection goes to the next server in turn, and to the one after it where that one does not
 * listen. It knows nothing of HTTP and looks at no health.
 */
export async function startRoundRobin(
  ports: readonly number[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let turn = 0;
  const sockets = new Set<Socket>();
  const join = (client: Socket, tries: number): void => {
    turn += 1;
    const upstream = connect(ports[turn % ports.length] ?? 0, '127.0.0.1');
    sockets.add(upstream);
    let isConnected = false;
    upstream.once('connect', () => {
      isConnected = true;
      client.pipe(upstream);
      upstream.pipe(client);
    });
    upstream.once('error', () => {
      if (!isConnected && tries > 1) join(client, tries - 1);
      else client.destroy();
    });
    upstream.once('close', (hadError) => {
      sockets.delete(upstream);
      if (!hadError) client.end();
    });
    client.once('close', () => upstream.end());
  };
  const server: Server = createServer((client) => {
    sockets.add(client.on('error', () => {}));
    client.once('close', () => sockets.delete(client));
    join(client, ports.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
