import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody else's site on this machine, every page of which is the HTML for its address. */
export interface Site {
  readonly url: string;
  close(): void;
}

/** Starts one under that host name; `localhost` is another site than the gateway's `127.0.0.1`. */
export async function startSite(
  pageFor: (address: URL) => string | Promise<string>,
  host: 'localhost' | '127.0.0.1' = 'localhost',
): Promise<Site> {
  const server = createServer(async (request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(await pageFor(new URL(request.url ?? '/', `http://${host}`)));
  }).listen(0, host);
  await once(server, 'listening');
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** An application's own site, where the browser comes back to. */
export const startApplication = (host?: 'localhost' | '127.0.0.1') =>
  startSite(() => '<!doctype html><title>App</title><link rel="icon" href="data:,">', host);
