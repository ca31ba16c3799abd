import { once } from 'node:events';
import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net';

/** The way to a PostgreSQL server, which a test can make silent: connections stay open and nothing arrives any more. */
export interface DatabasePath {
  readonly url: string;
  /** From now on nothing passes, in either direction, on old connections and new ones. */
  silence(): void;
  /** Breaks every connection that was silent, and lets new ones pass. */
  restore(): void;
  stop(): Promise<void>;
}

/** Listens on a free loopback port and passes everything on to the database of that URL. */
export async function openDatabasePath(databaseUrl: string): Promise<DatabasePath> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let isSilent = false;
  const server = createServer((client) => {
    const upstream = openSocket(Number(target.port), target.hostname);
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from);
      from.on('error', () => {});
      from.on('data', (bytes) => {
        if (!isSilent) to.write(bytes);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!isSilent) to.destroy();
      });
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  const breakAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    silence() {
      isSilent = true;
    },
    restore() {
      breakAll();
      isSilent = false;
    },
    async stop() {
      breakAll();
      server.close();
      await once(server, 'close');
    },
  };
}
