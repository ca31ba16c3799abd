import type { Route } from '../../dialects/routing/route.ts';
import type { ChannelSocketRoute, SocketRoute } from '../../dialects/routing/sockets.ts';
import { refuse } from '../../kernel/errors.ts';

/** RFC 6455 section 4.2.2: the status of a socket that is open. */
export const SWITCHING_PROTOCOLS = 101;

/** A socket's path without an upgrade: 426. */
export async function refusePlainRequest(): Promise<never> {
  throw refuse.upgradeRequired({ description: 'This path is a WebSocket; connect with an upgrade' });
}

/** The socket as an HTTP route: what a request without an upgrade gets, and what the API pages show. */
export function httpRouteOf(socket: SocketRoute<never> | ChannelSocketRoute<never>): Route<object> {
  const { path, errors, summary, access, limit, query } = socket;
  return {
    method: 'GET',
    path,
    errors,
    summary,
    access,
    limit,
    body: 'none',
    schema: { query, responses: { [SWITCHING_PROTOCOLS]: null } },
    handle: refusePlainRequest,
  };
}
