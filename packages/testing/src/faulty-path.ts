import { once } from 'node:events';
import { type AddressInfo, createServer, connect as openSocket, type Socket } from 'node:net';

/** What becomes of the bytes: passed on; dropped, while both ends believe in the connection; dropped from the first COMMIT's answer on. */
type Behaviour = 'forward' | 'silent' | 'lose-commits';

/** Stands between a client and a server on this machine, as a network that fails. */
export interface FaultyPath {
  /** The given URL, by this path. */
  readonly url: string;
  /** Passes nothing on and closes nothing. Connections of that time stay silent for good. */
  goSilent(): void;
  /** Closes a connection instead of passing on the answer to its COMMIT, which has arrived. */
  loseCommits(): void;
  /** Passes on what new connections send. */
  mend(): void;
  /** Closes every connection; new ones are passed on. */
  cut(): void;
  stop(): Promise<void>;
}

export async function startFaultyPath(serverUrl: string): Promise<FaultyPath> {
  const target = new URL(serverUrl);
  let behaviour: Behaviour = 'forward';
  const sockets = new Set<Socket>();
  const silenced = new WeakSet<Socket>();
  const server = createServer((client) => {
    const upstream = openSocket(Number(target.port), target.hostname);
    let isDoomed = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket.on('error', () => {}));
      socket.on('close', () => sockets.delete(socket));
    }
    const passes = () => {
      if (behaviour === 'silent') silenced.add(client);
      return !silenced.has(client);
    };
    client.on('data', (bytes) => {
      isDoomed ||= behaviour === 'lose-commits' && bytes.includes('COMMIT');
      if (passes()) upstream.write(bytes);
    });
    upstream.on('data', (bytes) => {
      if (isDoomed) client.destroy();
      else if (passes()) client.write(bytes);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => passes() && client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(serverUrl);
  url.port = String((server.address() as AddressInfo).port);
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: url.href,
    goSilent() {
      behaviour = 'silent';
    },
    loseCommits() {
      behaviour = 'lose-commits';
    },
    mend() {
      behaviour = 'forward';
    },
    cut() {
      behaviour = 'forward';
      cut();
    },
    async stop() {
      cut();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}
