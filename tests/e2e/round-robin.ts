import { connect, createServer, type Server, type Socket } from 'node:net';

const LOOK_EVERY_MS = 100;

/**
 * A plain proxy of TCP connections: each goes to the next server in turn, passing over one that does not listen or whose
 * `/readyz` is not 200. It knows nothing of what the connections carry.
 */
export async function startRoundRobin(
  ports: readonly number[],
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  let turn = 0;
  const isReady = ports.map(() => true);
  const look = setInterval(() => {
    for (const [index, port] of ports.entries()) {
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => {
          isReady[index] = ok;
        },
        () => {
          isReady[index] = false;
        },
      );
    }
  }, LOOK_EVERY_MS);
  const sockets = new Set<Socket>();
  const join = (client: Socket, tries: number): void => {
    turn += 1;
    if (!isReady[turn % ports.length]) turn += 1;
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
      clearInterval(look);
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
